"""AES in CBC mode, readable anywhere: a block needs the one before it and nothing else."""

from __future__ import annotations

from phonefx.evidence.blobs import Blob, SliceBlob

_BLOCK = 16


class CbcBlob(Blob):
    """Encrypted bytes, read as plain ones.

    Args:
        blob: the ciphertext.
        key: AES key.
        iv: initialisation vector.
        size: bytes of plain text; None where only the padding tells.
    """

    def __init__(self, blob: Blob, key: bytes, iv: bytes = bytes(_BLOCK), size: int | None = None) -> None:
        self.blob = blob
        self.key = key
        self.iv = iv
        self.size = blob.size // _BLOCK * _BLOCK
        if size is None:
            self.size -= self._padding()
        else:
            self.size = min(self.size, size)

    def _padding(self) -> int:
        last = self.read_at(self.size - _BLOCK, _BLOCK)
        count = last[-1] if last else 0
        return count if 0 < count <= _BLOCK and last.endswith(bytes([count]) * count) else 0

    def read_at(self, offset: int, size: int) -> bytes:
        """Decrypt the blocks that hold the bytes asked for."""
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        size = min(size, self.size - offset)
        if size <= 0 or offset < 0:
            return b""
        first = offset // _BLOCK * _BLOCK
        last = -(-(offset + size) // _BLOCK) * _BLOCK
        iv = self.iv if first == 0 else self.blob.read_at(first - _BLOCK, _BLOCK)
        packed = self.blob.read_at(first, last - first)
        packed = packed[: len(packed) // _BLOCK * _BLOCK]
        engine = Cipher(algorithms.AES(self.key), modes.CBC(iv)).decryptor()
        plain = engine.update(packed) + engine.finalize()
        return plain[offset - first : offset - first + size]

    def close(self) -> None:
        """Close the ciphertext."""
        self.blob.close()


def whole_blocks(blob: Blob) -> Blob:
    """Leave out an incomplete last block."""
    return SliceBlob(blob, 0, blob.size // _BLOCK * _BLOCK)
