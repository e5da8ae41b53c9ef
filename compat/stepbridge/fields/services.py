"""Services of the client that Interactions does not replace: they stay where they are."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

_STAYS = "Stays as it is; Interactions does not replace it."
_FILES = "Stays as it is. Pass uri and mime_type of the file in a content item."
_CACHES = "Stays as it is, for generateContent: Interactions has no explicit caches."
_BATCHES = (
    "Stays as it is: Interactions has no batches, and a batch holds generateContent requests."
)
_STORES = "Stays as it is; name the store in a file_search tool."
_LIVE = "Stays as it is: the Live API is another API."

# fmt: off
TABLES = (
    Table("Files", Surface.CLIENT, "", "client.files.*(...)",
          "google.genai.files.Files", (
        (1700, "delete", None, "unchanged exact documented", _FILES),
        (1701, "download", None, "unchanged exact documented", _FILES),
        (1702, "get", None, "unchanged exact documented", _FILES),
        (1703, "list", None, "unchanged exact documented", _FILES),
        (1704, "register_files", None, "unchanged exact documented", _FILES),
        (1705, "upload", None, "unchanged exact documented", _FILES),
    )),
    Table("AsyncFiles", Surface.CLIENT, "", "client.aio.files.*(...)",
          "google.genai.files.AsyncFiles", (
        (1706, "delete", None, "unchanged exact documented", _FILES),
        (1707, "download", None, "unchanged exact documented", _FILES),
        (1708, "get", None, "unchanged exact documented", _FILES),
        (1709, "list", None, "unchanged exact documented", _FILES),
        (1710, "register_files", None, "unchanged exact documented", _FILES),
        (1711, "upload", None, "unchanged exact documented", _FILES),
    )),
    Table("Caches", Surface.CLIENT, "", "client.caches.*(...)",
          "google.genai.caches.Caches", (
        (1712, "create", None, "unchanged exact documented", _CACHES),
        (1713, "delete", None, "unchanged exact documented", _CACHES),
        (1714, "get", None, "unchanged exact documented", _CACHES),
        (1715, "list", None, "unchanged exact documented", _CACHES),
        (1716, "update", None, "unchanged exact documented", _CACHES),
    )),
    Table("AsyncCaches", Surface.CLIENT, "", "client.aio.caches.*(...)",
          "google.genai.caches.AsyncCaches", (
        (1717, "create", None, "unchanged exact documented", _CACHES),
        (1718, "delete", None, "unchanged exact documented", _CACHES),
        (1719, "get", None, "unchanged exact documented", _CACHES),
        (1720, "list", None, "unchanged exact documented", _CACHES),
        (1721, "update", None, "unchanged exact documented", _CACHES),
    )),
    Table("Batches", Surface.CLIENT, "", "client.batches.*(...)",
          "google.genai.batches.Batches", (
        (1722, "cancel", None, "unchanged exact documented", _BATCHES),
        (1723, "create", None, "unchanged exact documented", _BATCHES),
        (1724, "create_embeddings", None, "unchanged exact documented", _BATCHES),
        (1725, "delete", None, "unchanged exact documented", _BATCHES),
        (1726, "get", None, "unchanged exact documented", _BATCHES),
        (1727, "list", None, "unchanged exact documented", _BATCHES),
    )),
    Table("AsyncBatches", Surface.CLIENT, "", "client.aio.batches.*(...)",
          "google.genai.batches.AsyncBatches", (
        (1728, "cancel", None, "unchanged exact documented", _BATCHES),
        (1729, "create", None, "unchanged exact documented", _BATCHES),
        (1730, "create_embeddings", None, "unchanged exact documented", _BATCHES),
        (1731, "delete", None, "unchanged exact documented", _BATCHES),
        (1732, "get", None, "unchanged exact documented", _BATCHES),
        (1733, "list", None, "unchanged exact documented", _BATCHES),
    )),
    Table("Tunings", Surface.CLIENT, "", "client.tunings.*(...)",
          "google.genai.tunings.Tunings", (
        (1734, "cancel", None, "unchanged exact documented", _STAYS),
        (1735, "get", None, "unchanged exact documented", _STAYS),
        (1736, "list", None, "unchanged exact documented", _STAYS),
        (1737, "tune", None, "unchanged exact documented", _STAYS),
        (1738, "validate_reward", None, "unchanged exact documented", _STAYS),
    )),
    Table("AsyncTunings", Surface.CLIENT, "", "client.aio.tunings.*(...)",
          "google.genai.tunings.AsyncTunings", (
        (1739, "cancel", None, "unchanged exact documented", _STAYS),
        (1740, "get", None, "unchanged exact documented", _STAYS),
        (1741, "list", None, "unchanged exact documented", _STAYS),
        (1742, "tune", None, "unchanged exact documented", _STAYS),
        (1743, "validate_reward", None, "unchanged exact documented", _STAYS),
    )),
    Table("Tokens", Surface.CLIENT, "", "client.auth_tokens.*(...)",
          "google.genai.tokens.Tokens", (
        (1744, "create", None, "unchanged exact documented", _LIVE),
    )),
    Table("AsyncTokens", Surface.CLIENT, "", "client.aio.auth_tokens.*(...)",
          "google.genai.tokens.AsyncTokens", (
        (1745, "create", None, "unchanged exact documented", _LIVE),
    )),
    Table("Operations", Surface.CLIENT, "", "client.operations.*(...)",
          "google.genai.operations.Operations", (
        (1746, "get", None, "unchanged exact documented", _STAYS),
    )),
    Table("AsyncOperations", Surface.CLIENT, "", "client.aio.operations.*(...)",
          "google.genai.operations.AsyncOperations", (
        (1747, "get", None, "unchanged exact documented", _STAYS),
    )),
    Table("FileSearchStores", Surface.CLIENT, "", "client.file_search_stores.*(...)",
          "google.genai.file_search_stores.FileSearchStores", (
        (1748, "create", None, "unchanged exact documented", _STORES),
        (1749, "delete", None, "unchanged exact documented", _STORES),
        (1750, "download_media", None, "unchanged exact documented", _STORES),
        (1751, "get", None, "unchanged exact documented", _STORES),
        (1752, "import_file", None, "unchanged exact documented", _STORES),
        (1753, "list", None, "unchanged exact documented", _STORES),
        (1754, "upload_to_file_search_store", None, "unchanged exact documented", _STORES),
        (1777, "documents", None, "unchanged exact documented", _STORES),
    )),
    Table("AsyncFileSearchStores", Surface.CLIENT, "", "client.aio.file_search_stores.*(...)",
          "google.genai.file_search_stores.AsyncFileSearchStores", (
        (1755, "create", None, "unchanged exact documented", _STORES),
        (1756, "delete", None, "unchanged exact documented", _STORES),
        (1757, "download_media", None, "unchanged exact documented", _STORES),
        (1758, "get", None, "unchanged exact documented", _STORES),
        (1759, "import_file", None, "unchanged exact documented", _STORES),
        (1760, "list", None, "unchanged exact documented", _STORES),
        (1761, "upload_to_file_search_store", None, "unchanged exact documented", _STORES),
        (1778, "documents", None, "unchanged exact documented", _STORES),
    )),
    Table("Documents", Surface.CLIENT, "", "client.file_search_stores.documents.*(...)",
          "google.genai.documents.Documents", (
        (1762, "delete", None, "unchanged exact documented", _STORES),
        (1763, "get", None, "unchanged exact documented", _STORES),
        (1764, "list", None, "unchanged exact documented", _STORES),
    )),
    Table("AsyncDocuments", Surface.CLIENT, "", "client.aio.file_search_stores.documents.*(...)",
          "google.genai.documents.AsyncDocuments", (
        (1765, "delete", None, "unchanged exact documented", _STORES),
        (1766, "get", None, "unchanged exact documented", _STORES),
        (1767, "list", None, "unchanged exact documented", _STORES),
    )),
    Table("AsyncSession", Surface.CLIENT, "", "session.*(...)",
          "google.genai.live.AsyncSession", (
        (1768, "close", None, "unchanged exact documented", _LIVE),
        (1769, "receive", None, "unchanged exact documented", _LIVE),
        (1770, "send", None, "unchanged exact documented", _LIVE),
        (1771, "send_client_content", None, "unchanged exact documented", _LIVE),
        (1772, "send_context_update", None, "unchanged exact documented", _LIVE),
        (1773, "send_realtime_input", None, "unchanged exact documented", _LIVE),
        (1774, "send_tool_response", None, "unchanged exact documented", _LIVE),
        (1775, "start_stream", None, "unchanged exact documented", _LIVE),
    )),
    Table("AsyncLive", Surface.CLIENT, "", "client.aio.live.*(...)",
          "google.genai.live.AsyncLive", (
        (1776, "connect", None, "unchanged exact documented", _LIVE),
    )),
)
