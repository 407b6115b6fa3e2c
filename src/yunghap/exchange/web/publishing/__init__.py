"""Publishing data: from the file or address to the offer, step by step."""
