"""The content of one attachment, wherever it is looked at; nothing is written to disk."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget

from desktop.services.attachments import FileContent
from desktop.services.declarations import word_text
from desktop.ui.papers.page_view import PageView
from desktop.ui.widgets.cards import EmptyState

PDF = "application/pdf"
PICTURES = ("image/jpeg", "image/png")


class FileView(QStackedWidget):
    """Pages of a PDF, a picture, the text of a Word file, or words about why there is none."""

    def __init__(self, text: str = "", advice: str = "") -> None:
        super().__init__()
        self.setObjectName("fileView")
        self.pages = PageView()
        self.text = QPlainTextEdit()
        self.text.setObjectName("fileText")
        self.text.setAccessibleName("Nội dung tệp Word")
        self.text.setReadOnly(True)
        self.nothing = EmptyState("file-text", text, advice)
        for part in (self.nothing, self.pages, self.text):
            self.addWidget(part)

    def show_content(self, content: FileContent) -> None:
        """Raises EnvironmentProblem for a damaged PDF, RuleViolation for a damaged Word file."""
        if content.media_type == PDF:
            self.setCurrentWidget(self.pages)
            self.pages.show_pdf(content.content)
        elif content.media_type in PICTURES:
            self.setCurrentWidget(self.pages)
            self.pages.show_picture(content.content)
        else:
            self.text.setPlainText(word_text(content.content))
            self.setCurrentWidget(self.text)

    def show_nothing(self, text: str, advice: str = "") -> None:
        """Words instead of a file."""
        self.nothing.title.setText(text)
        self.nothing.advice.setText(advice)
        self.setCurrentWidget(self.nothing)
