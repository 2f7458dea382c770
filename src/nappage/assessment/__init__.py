"""The only meeting point: records become a Story and a Policy, the engine is asked, an Outlook comes back."""
