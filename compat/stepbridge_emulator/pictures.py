"""Small valid images whose pixels follow from the prompt."""

from __future__ import annotations

import struct
import zlib

SIDE = 8


def png(digest: str) -> bytes:
    """An 8 by 8 RGB picture in the colours of the digest."""
    colours = bytes.fromhex(digest)
    row = b"\x00" + (colours * SIDE)[: SIDE * 3]
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(row * SIDE))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def jpeg(digest: str) -> bytes:
    """An 8 by 8 grey picture: one block that has only its mean, and the digest as a comment."""
    level = int(digest[:2], 16) - 128
    return (
        b"\xff\xd8"
        + _segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
        + _segment(0xFE, digest.encode())
        + _segment(0xDB, b"\x00" + bytes([8]) * 64)
        + _segment(0xC0, struct.pack(">BHHB3B", 8, SIDE, SIDE, 1, 1, 0x11, 0))
        + _segment(0xC4, b"\x00" + bytes([0, 0, 0, 12] + [0] * 12) + bytes(range(12)))
        + _segment(0xC4, b"\x10" + bytes([1] + [0] * 15) + b"\x00")
        + _segment(0xDA, bytes([1, 1, 0, 0, 63, 0]))
        + _entropy(level)
        + b"\xff\xd9"
    )


def _segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def _entropy(mean: int) -> bytes:
    """The mean as Huffman code and bits, then "no more coefficients", padded with ones."""
    size = abs(mean).bit_length()
    low = mean if mean >= 0 else mean + (1 << size) - 1
    bits = f"{size:04b}" + (f"{low:0{size}b}" if size else "") + "0"
    bits += "1" * (-len(bits) % 8)
    raw = bytes(int(bits[start : start + 8], 2) for start in range(0, len(bits), 8))
    return raw.replace(b"\xff", b"\xff\x00")
