"""What a site says of itself: look, address and figures. Its data are the registry's."""
