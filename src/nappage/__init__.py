"""Nappage: a course of mesotherapy, from the first question to maintenance, as an executable and sourced record."""
