"""The desk as files: the table that people work with (XLSX, CSV, DOCX), a calendar and a feed to subscribe to."""
