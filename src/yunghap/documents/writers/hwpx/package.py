"""The parts of the package and the file."""

from xml.sax.saxutils import escape, quoteattr

from yunghap.documents.blocks import Document, lines
from yunghap.documents.writers.archive import write_zip

from .section import SectionWriter
from .styles import NAMESPACES, header_xml

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>'
_VERSION = (
    f'{_XML}<hv:HCFVersion xmlns:hv="http://www.hancom.co.kr/hwpml/2011/version" '
    'tagetApplication="WORDPROCESSOR" '
    'major="5" minor="1" micro="0" buildNumber="0" os="1" xmlVersion="1.4" application="Yunghap" '
    'appVersion="1"/>'
)
_CONTAINER = (
    f'{_XML}<ocf:container xmlns:ocf="urn:oasis:names:tc:opendocument:xmlns:container" '
    'xmlns:hpf="http://www.hancom.co.kr/schema/2011/hpf"><ocf:rootfiles>'
    '<ocf:rootfile full-path="Contents/content.hpf" media-type="application/hwpml-package+xml"/>'
    '<ocf:rootfile full-path="Preview/PrvText.txt" media-type="text/plain"/></ocf:rootfiles></ocf:container>'
)
_MANIFEST = f'{_XML}<odf:manifest xmlns:odf="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
_SETTINGS = (
    f'{_XML}<ha:HWPApplicationSetting xmlns:ha="http://www.hancom.co.kr/hwpml/2011/app">'
    '<ha:CaretPosition listIDRef="0" paraIDRef="0" pos="0"/></ha:HWPApplicationSetting>'
)
_PREVIEW = 1_000  # characters


def write_hwpx(document: Document) -> bytes:
    """The document as an HWPX file. Charts go in as SVG pictures, each followed by its data table."""
    writer = SectionWriter()
    section = writer.write(document)
    parts = [
        ("mimetype", b"application/hwp+zip"),
        ("version.xml", _VERSION.encode()),
        ("Contents/header.xml", header_xml()),
        ("Contents/section0.xml", section),
        ("Contents/content.hpf", _content(document, list(writer.pictures)).encode()),
        ("Preview/PrvText.txt", "\r\n".join(lines(document))[:_PREVIEW].encode()),
        ("settings.xml", _SETTINGS.encode()),
        ("META-INF/container.xml", _CONTAINER.encode()),
        ("META-INF/manifest.xml", _MANIFEST.encode()),
        *((f"BinData/{item}.svg", picture) for item, picture in writer.pictures.items()),
    ]
    return write_zip(parts, stored=("mimetype",))


def _content(document: Document, pictures: list[str]) -> str:
    moment = document.created.strftime("%Y-%m-%dT%H:%M:%SZ")
    metadata = "".join(
        f'<opf:meta name={quoteattr(name)} content="text">{escape(value)}</opf:meta>'
        for name, value in (
            ("creator", document.creator),
            ("subject", ""),
            ("description", document.subtitle),
            ("lastsaveby", document.creator),
            ("CreatedDate", moment),
            ("ModifiedDate", moment),
            ("keyword", ""),
        )
    )
    items = [
        ("header", "Contents/header.xml", "application/xml", ""),
        ("section0", "Contents/section0.xml", "application/xml", ""),
        ("settings", "settings.xml", "application/xml", ""),
        *((item, f"BinData/{item}.svg", "image/svg+xml", ' isEmbeded="1"') for item in pictures),
    ]
    manifest = "".join(
        f'<opf:item id="{item}" href="{path}" media-type="{kind}"{more}/>' for item, path, kind, more in items
    )
    return (
        f'{_XML}<opf:package {NAMESPACES} version="" unique-identifier="" id=""><opf:metadata>'
        f"<opf:title>{escape(document.title)}</opf:title><opf:language>{document.language}</opf:language>"
        f"{metadata}</opf:metadata><opf:manifest>{manifest}</opf:manifest><opf:spine>"
        '<opf:itemref idref="header" linear="yes"/><opf:itemref idref="section0" linear="yes"/></opf:spine>'
        "</opf:package>"
    )
