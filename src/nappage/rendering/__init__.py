"""An outlook into words, tables and the drawn course; decides nothing."""
