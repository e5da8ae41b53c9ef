"""Draws the three small pictures under photos/ (needs Pillow). Run it only to change them."""

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent / "photos"


def harbour() -> Image.Image:
    picture = Image.new("RGB", (64, 48), "skyblue")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 30, 64, 48), fill="navy")
    draw.polygon([(20, 30), (44, 30), (38, 36), (26, 36)], fill="firebrick")
    draw.polygon([(32, 6), (32, 28), (44, 28)], fill="white")
    return picture


def apples() -> Image.Image:
    picture = Image.new("RGB", (64, 48), "wheat")
    draw = ImageDraw.Draw(picture)
    for left, colour in ((6, "crimson"), (24, "limegreen"), (42, "gold")):
        draw.ellipse((left, 18, left + 16, 34), fill=colour)
    return picture


def night() -> Image.Image:
    picture = Image.new("RGB", (48, 64), "midnightblue")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((26, 8, 40, 22), fill="lightyellow")
    draw.polygon([(0, 64), (16, 36), (30, 52), (48, 40), (48, 64)], fill="black")
    return picture


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    harbour().save(FOLDER / "harbour.png", optimize=True)
    apples().save(FOLDER / "apples.png", optimize=True)
    night().save(FOLDER / "night.jpg", quality=60)


if __name__ == "__main__":
    main()
