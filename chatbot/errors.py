"""Everything that can go wrong here, as one small tree.

ChatbotError
├── SettingsError            a setting is missing or out of range
├── SiteError                the built site cannot be indexed
├── QuestionsError           a PAGE.questions.yml is wrong
├── BuildError               MkDocs refused to build the site
├── EvaluationError          a file of questions cannot be read
├── EncoderError
│   └── EncoderUnavailableError  no usable encoder in the folder
├── IndexStoreError
│   ├── IndexNotFoundError   there is no index in the folder
│   ├── IndexFormatError     written by another version of this program
│   ├── IndexCorruptError    a file does not match its checksum
│   └── EncoderMismatchError made with another encoder than the one at hand
└── QuestionError            a question the service refuses to read

Messages say what was found, what was expected and what to do.
"""


class ChatbotError(Exception):
    """The root: whatever this program reports to its user."""


class SettingsError(ChatbotError):
    """A CHATBOT_ setting is missing or out of range."""


class SiteError(ChatbotError):
    """The folder given as a built site cannot be indexed."""


class QuestionsError(ChatbotError):
    """A questions file does not follow its schema, or names an anchor that is not on its page."""


class BuildError(ChatbotError):
    """MkDocs could not build the site."""


class EvaluationError(ChatbotError):
    """A file of evaluation questions cannot be read."""


class EncoderError(ChatbotError):
    """The encoder cannot be used."""


class EncoderUnavailableError(EncoderError):
    """The folder holds no complete encoder."""


class IndexStoreError(ChatbotError):
    """The index cannot be read or written."""


class IndexNotFoundError(IndexStoreError):
    """There is no index in the folder."""


class IndexFormatError(IndexStoreError):
    """The index was written in a format that this version does not read."""


class IndexCorruptError(IndexStoreError):
    """A file of the index is missing or does not match its checksum."""


class EncoderMismatchError(IndexStoreError):
    """The index was made with another encoder than the one at hand."""


class QuestionError(ChatbotError):
    """A question is empty, too long or holds control characters."""

    def __init__(self, message: str, *, code: str, field: str = "question") -> None:
        super().__init__(message)
        self.code = code
        self.field = field
