"""The official notice board. A thin slice so far: notices with their time on the board."""
