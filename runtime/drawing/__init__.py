"""A pipeline as boxes and lines: what is drawn, where it stands, and how SVG and Mermaid say it."""
