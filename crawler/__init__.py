"""gomtin: grows a folder of Vietnamese news texts on one topic by itself."""

__version__ = "0.1.0"
