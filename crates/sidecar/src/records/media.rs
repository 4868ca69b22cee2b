//! What a file is, by its bytes; and a copy of a picture without what the camera wrote beside it.

/// Most pixels of a picture.
const MOST_PIXELS: u64 = 60_000_000;
/// Longest side of a picture, pixels.
const LONGEST_SIDE: u32 = 16_000;

/// A file that may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Media {
    /// The type under which it is sent.
    pub media_type: &'static str,
    /// Width and height of a picture.
    pub pixels: Option<(u32, u32)>,
}

/// Looks into a file. What is none of the kinds that are kept is refused, with the reason.
pub fn look(bytes: &[u8]) -> Result<Media, String> {
    let (media_type, pixels) = if bytes.starts_with(b"\xff\xd8\xff") {
        ("image/jpeg", Some(jpeg_size(bytes).ok_or("the JPEG is damaged: it has no size")?))
    } else if bytes.starts_with(PNG) {
        ("image/png", Some(png_size(bytes).ok_or("the PNG is damaged: it has no size")?))
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        ("image/webp", Some(webp_size(bytes).ok_or("the WebP is damaged: it has no size")?))
    } else if bytes.starts_with(b"%PDF-") {
        ("application/pdf", None)
    } else if is_plain_text(bytes) {
        ("text/plain; charset=utf-8", None)
    } else {
        return Err("the file is no JPEG, PNG, WebP, PDF or plain text".to_owned());
    };
    if let Some((width, height)) = pixels {
        let many = u64::from(width) * u64::from(height) > MOST_PIXELS;
        if width == 0 || height == 0 || many || width.max(height) > LONGEST_SIDE {
            return Err(format!(
                "the picture has {width} × {height} pixels; {MOST_PIXELS} in all fit"
            ));
        }
    }
    Ok(Media { media_type, pixels })
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Programs of loggers and their data files: text without markup, which a browser could take for a page.
fn is_plain_text(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let printable = |c: char| !c.is_control() || matches!(c, '\t' | '\r' | '\n');
    let start = text.trim_start_matches('\u{feff}').trim_start();
    !start.is_empty() && !start.starts_with('<') && text.chars().all(printable)
}

fn be16(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(*bytes.get(at)?) << 8 | u32::from(*bytes.get(at + 1)?))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(be16(bytes, at)? << 16 | be16(bytes, at + 2)?)
}

fn le24(bytes: &[u8], at: usize) -> Option<u32> {
    let byte = |at: usize| bytes.get(at).copied().map(u32::from);
    Some(byte(at)? | byte(at + 1)? << 8 | byte(at + 2)? << 16)
}

/// A segment of a JPEG: its marker, where it starts, and where the next one does.
fn jpeg_segment(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    if *bytes.get(at)? != 0xff {
        return None;
    }
    let marker = *bytes.get(at + 1)?;
    match marker {
        0xd8 | 0xd9 => Some((marker, at + 2)),
        // The data of a scan follow its header up to the next marker.
        0xda => {
            let mut next = at + 2 + be16(bytes, at + 2)? as usize;
            loop {
                let after = *bytes.get(next + 1)?;
                if bytes[next] == 0xff && after != 0 && !(0xd0..=0xd7).contains(&after) {
                    return Some((marker, next));
                }
                next += 1;
            }
        }
        0xff => Some((marker, at + 1)),
        _ => Some((marker, at + 2 + be16(bytes, at + 2)? as usize)),
    }
}

fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let (marker, next) = jpeg_segment(bytes, at)?;
        match marker {
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((be16(bytes, at + 7)?, be16(bytes, at + 5)?));
            }
            0xd9 | 0xda => return None,
            _ => at = next,
        }
    }
}

fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    (bytes.get(12..16)? == b"IHDR").then_some(())?;
    Some((be32(bytes, 16)?, be32(bytes, 20)?))
}

fn webp_size(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8X" => Some((le24(bytes, 24)? + 1, le24(bytes, 27)? + 1)),
        b"VP8L" => {
            let bits = le24(bytes, 21)? | u32::from(*bytes.get(24)?) << 24;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8 " => {
            let side = |at: usize| le24(bytes, at).map(|side| side & 0x3fff);
            Some((side(26)?, side(28)?))
        }
        _ => None,
    }
}

/// A copy without notes (place, camera, comments) and without whatever follows the picture. Other files are as they are; a
/// picture that cannot be followed to its end is not sent at all.
pub fn without_notes(bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"\xff\xd8\xff") {
        jpeg_without_notes(bytes).unwrap_or_default()
    } else if bytes.starts_with(PNG) {
        png_without_notes(bytes).unwrap_or_default()
    } else if bytes.starts_with(b"RIFF") {
        webp_without_notes(bytes).unwrap_or_default()
    } else {
        bytes.to_vec()
    }
}

fn jpeg_without_notes(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut copy = vec![0xff, 0xd8];
    let mut at = 2;
    loop {
        let (marker, next) = jpeg_segment(bytes, at)?;
        // APP1 to APP13 and comments; APP2 may be a colour profile, APP14 is how colours are coded.
        let is_note = matches!(marker, 0xe1 | 0xe3..=0xed | 0xef | 0xfe)
            || (marker == 0xe2 && !bytes.get(at + 4..)?.starts_with(b"ICC_PROFILE"));
        if !is_note {
            copy.extend_from_slice(bytes.get(at..next)?);
        }
        if marker == 0xd9 {
            return Some(copy);
        }
        at = next;
    }
}

fn png_without_notes(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut copy = PNG.to_vec();
    let mut at = PNG.len();
    loop {
        let next = at + 12 + be32(bytes, at)? as usize;
        let kind = bytes.get(at + 4..at + 8)?;
        if !matches!(kind, b"tEXt" | b"zTXt" | b"iTXt" | b"eXIf" | b"tIME") {
            copy.extend_from_slice(bytes.get(at..next)?);
        }
        if kind == b"IEND" {
            return Some(copy);
        }
        at = next;
    }
}

fn webp_without_notes(bytes: &[u8]) -> Option<Vec<u8>> {
    let length = |at: usize| Some(le24(bytes, at)? as usize | (*bytes.get(at + 3)? as usize) << 24);
    let end = (8 + length(4)?).min(bytes.len());
    let mut copy = bytes.get(..12)?.to_vec();
    let mut at = 12;
    while at + 8 <= end {
        let size = length(at + 4)?;
        let next = at + 8 + size + size % 2;
        let kind = bytes.get(at..at + 4)?;
        let start = copy.len();
        if !matches!(kind, b"EXIF" | b"XMP ") {
            copy.extend_from_slice(bytes.get(at..next.min(end))?);
        }
        if kind == b"VP8X"
            && let Some(flags) = copy.get_mut(start + 8)
        {
            // There is neither EXIF nor XMP any more.
            *flags &= !0b0000_1100;
        }
        at = next;
    }
    let size = u32::try_from(copy.len() - 8).ok()?;
    copy.get_mut(4..8)?.copy_from_slice(&size.to_le_bytes());
    Some(copy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn jpeg(notes: &[u8]) -> Vec<u8> {
        let mut bytes = b"\xff\xd8\xff\xe1".to_vec();
        bytes.extend((notes.len() as u16 + 2).to_be_bytes());
        bytes.extend(notes);
        // SOF0: 8 bits, 480 high, 640 wide.
        bytes.extend(b"\xff\xc0\x00\x08\x08\x01\xe0\x02\x80\x01");
        bytes.extend(b"\xff\xda\x00\x02scan\xff\x00data\xff\xd0more\xff\xd9");
        bytes
    }

    #[test]
    fn files_are_what_their_bytes_say() {
        let size = Some((640, 480));
        assert_eq!(look(&jpeg(b"Exif")), Ok(Media { media_type: "image/jpeg", pixels: size }));
        assert_eq!(look(b"%PDF-1.7\n").unwrap().media_type, "application/pdf");
        assert_eq!(
            look(b"'CR1000X\nPublic Batt\n").unwrap().media_type,
            "text/plain; charset=utf-8"
        );
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
        for refused in [
            &svg[..],
            b" \n<!doctype html>",
            b"\xef\xbb\xbf<html>",
            b"PK\x03\x04",
            b"MZ\x90\0",
            b"",
            b"GIF89a\x01\0",
        ] {
            assert!(look(refused).is_err(), "{refused:?}");
        }
    }

    #[test]
    fn a_picture_too_large_to_open_is_refused() {
        let mut png = PNG.to_vec();
        png.extend(b"\0\0\0\x0dIHDR");
        png.extend(60_000u32.to_be_bytes());
        png.extend(60_000u32.to_be_bytes());
        assert!(look(&png).unwrap_err().contains("60000 × 60000"));
    }

    #[test]
    fn a_copy_has_neither_notes_nor_what_follows_the_picture() {
        let mut polyglot = jpeg(b"Exif GPS 41.9 -111.5");
        polyglot.extend(b"<script>alert(1)</script>PK\x03\x04");
        assert!(look(&polyglot).is_ok());
        let copy = without_notes(&polyglot);
        let text = String::from_utf8_lossy(&copy);
        assert!(!text.contains("GPS") && !text.contains("script") && !text.contains("PK"));
        assert!(copy.ends_with(b"more\xff\xd9"));
        assert_eq!(look(&copy).unwrap().pixels, Some((640, 480)));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(start in 0usize..4, bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let head: [&[u8]; 4] = [b"", b"\xff\xd8\xff", PNG, b"RIFF\x10\0\0\0WEBPVP8X"];
            let bytes = [head[start], &bytes].concat();
            let _ = look(&bytes);
            let _ = without_notes(&bytes);
        }
    }
}
