"""Uploads are kept in memory alone: a file on a disk would be an unsealed photo, if only for a moment."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from nappage.photography.clean import LARGEST_FILE


class KeptInMemory(FileUploadHandler):
    """Keeps a file up to the largest that is looked at; of a longer one only its length is known afterwards."""

    def new_file(self, *given: Any, **named: Any) -> None:
        """Begin a file."""
        super().new_file(*given, **named)
        self._kept = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, up to one byte more than is looked at: so much tells that the file is too long."""
        self._kept.write(raw_data[: max(0, LARGEST_FILE + 1 - self._kept.tell())])

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        """Return the file. Its name is never used, neither here nor later."""
        self._kept.seek(0)
        return InMemoryUploadedFile(
            self._kept, self.field_name, "photo", self.content_type, file_size, self.charset, self.content_type_extra
        )
