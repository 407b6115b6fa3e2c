"""An edition as the pages and documents show it: plain values and what is worked out from them."""
