//! A ZIP archive of a few files, part by part: what stands before each file, and what stands at the end.
//!
//! After APPNOTE.TXT 6.3.3 of PKWARE, without encryption and without ZIP64: archives end at 4 GiB. Whoever writes it
//! packs the files, since a browser does that better than a module.

use gagehouse_model::TimeUs;
use gagehouse_model::time::{DAY_US, SECOND_US, civil_from_days};

/// A file of an archive, packed already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name, with slashes between folders.
    pub name: String,
    /// Checksum of what is in it.
    pub crc32: u32,
    /// Bytes of what is in it.
    pub size: u64,
    /// Bytes that it takes in the archive.
    pub packed_size: u64,
    /// Whether it is deflated (RFC 1951), else stored as it is.
    pub is_deflated: bool,
}

/// More than an archive of this kind can hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the files are larger than the 4 GiB that a ZIP archive holds")]
pub struct TooLarge;

/// An archive in the making.
#[derive(Debug, Clone, Default)]
pub struct Zip {
    /// What the end repeats of each file.
    directory: Vec<u8>,
    files: u16,
    /// Bytes so far.
    at: u64,
}

/// Names are in UTF-8.
const UTF8: u16 = 1 << 11;
/// The version that can read deflated files.
const VERSION: u16 = 20;

impl Zip {
    /// What stands before the packed bytes of the next file, which was made at a time.
    ///
    /// # Errors
    /// When the archive would be too large.
    pub fn before(&mut self, entry: &Entry, time: TimeUs) -> Result<Vec<u8>, TooLarge> {
        let offset = u32::try_from(self.at).map_err(|_| TooLarge)?;
        let common = common_part(entry, time)?;
        let mut local = b"PK\x03\x04".to_vec();
        local.extend(&common);
        local.extend([0; 2]);
        local.extend(entry.name.as_bytes());
        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(&common);
        // No extra field, no comment, first disk, no attributes.
        self.directory.extend([0; 2 + 2 + 2 + 2 + 4]);
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(entry.name.as_bytes());
        self.files = self.files.checked_add(1).ok_or(TooLarge)?;
        self.at += local.len() as u64 + entry.packed_size;
        Ok(local)
    }

    /// What stands after the last file.
    ///
    /// # Errors
    /// When the archive would be too large.
    pub fn end(self) -> Result<Vec<u8>, TooLarge> {
        let mut end = self.directory;
        let size = u32::try_from(end.len()).map_err(|_| TooLarge)?;
        let offset = u32::try_from(self.at).map_err(|_| TooLarge)?;
        end.extend(b"PK\x05\x06\0\0\0\0");
        end.extend(self.files.to_le_bytes());
        end.extend(self.files.to_le_bytes());
        end.extend(size.to_le_bytes());
        end.extend(offset.to_le_bytes());
        end.extend([0; 2]);
        Ok(end)
    }
}

/// What both headers of a file say, from the version to the length of its name.
fn common_part(entry: &Entry, time: TimeUs) -> Result<Vec<u8>, TooLarge> {
    let short = |size: u64| u32::try_from(size).map_err(|_| TooLarge);
    let name_length = u16::try_from(entry.name.len()).map_err(|_| TooLarge)?;
    let (clock, date) = dos_time(time);
    let method: u16 = if entry.is_deflated { 8 } else { 0 };
    let mut part = Vec::new();
    for number in [VERSION, UTF8, method, clock, date] {
        part.extend(number.to_le_bytes());
    }
    for number in [entry.crc32, short(entry.packed_size)?, short(entry.size)?] {
        part.extend(number.to_le_bytes());
    }
    part.extend(name_length.to_le_bytes());
    Ok(part)
}

/// Clock and date in UTC as MS-DOS wrote them, in steps of two seconds from 1980 to 2107.
fn dos_time(time: TimeUs) -> (u16, u16) {
    let (year, month, day) = civil_from_days(time.0.div_euclid(DAY_US));
    if !(1980..=2107).contains(&year) {
        return (0, (1 << 5) | 1);
    }
    let seconds = (time.us_of_day() / SECOND_US / 2) as u16;
    let (hours, minutes) = (seconds / 1_800, seconds / 30 % 60);
    let clock = (hours << 11) | (minutes << 5) | (seconds % 30);
    (clock, (((year - 1980) as u16) << 9) | ((month as u16) << 5) | day as u16)
}

/// A checksum while the bytes come: CRC-32 of ISO 3309, as ZIP and PNG use it.
#[derive(Debug, Clone, Copy)]
pub struct Crc32(u32);

impl Default for Crc32 {
    fn default() -> Self {
        Self(u32::MAX)
    }
}

const CRC_TABLE: [u32; 256] = crc_table();

const fn crc_table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut remainder = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            remainder =
                if remainder & 1 == 1 { (remainder >> 1) ^ 0xedb8_8320 } else { remainder >> 1 };
            bit += 1;
        }
        table[byte] = remainder;
        byte += 1;
    }
    table
}

impl Crc32 {
    /// More bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0 = bytes
            .iter()
            .fold(self.0, |crc, byte| (crc >> 8) ^ CRC_TABLE[usize::from(crc as u8 ^ byte)]);
    }

    /// The checksum of all of them.
    pub fn of_all(self) -> u32 {
        !self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn crc(bytes: &[u8]) -> u32 {
        let mut crc = Crc32::default();
        bytes.chunks(7).for_each(|part| crc.add(part));
        crc.of_all()
    }

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn u16_at(bytes: &[u8], at: usize) -> usize {
        usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]))
    }

    fn u32_at(bytes: &[u8], at: usize) -> usize {
        u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize
    }

    /// Names and contents, read from the directory at the end as programs do.
    fn read(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
        let end = zip.len() - 22;
        assert_eq!(&zip[end..end + 4], b"PK\x05\x06");
        let mut at = u32_at(zip, end + 16);
        assert_eq!(at + u32_at(zip, end + 12), end);
        let files = (0..u16_at(zip, end + 10)).map(|_| {
            assert_eq!(&zip[at..at + 4], b"PK\x01\x02");
            let (name_length, local) = (u16_at(zip, at + 28), u32_at(zip, at + 42));
            let name = String::from_utf8(zip[at + 46..at + 46 + name_length].to_vec()).unwrap();
            assert_eq!(&zip[local..local + 4], b"PK\x03\x04");
            assert_eq!(zip[local + 4..local + 28], zip[at + 6..at + 30]);
            let from = local + 30 + name_length;
            let packed = &zip[from..from + u32_at(zip, at + 20)];
            let content = if u16_at(zip, at + 10) == 8 {
                let mut decoder = flate2::write::DeflateDecoder::new(Vec::new());
                decoder.write_all(packed).unwrap();
                decoder.finish().unwrap()
            } else {
                packed.to_vec()
            };
            let mut expected = flate2::Crc::new();
            expected.update(&content);
            assert_eq!(u32_at(zip, at + 16), expected.sum() as usize);
            assert_eq!(u32_at(zip, at + 24), content.len());
            at += 46 + name_length;
            (name, content)
        });
        files.collect()
    }

    #[test]
    fn what_is_put_in_comes_out_stored_or_deflated_under_its_name() {
        let time: TimeUs = "2026-11-27T21:05:59Z".parse().unwrap();
        let files =
            [("Río Ogden.csv", vec![b'a'; 10_000], true), ("b.csv", b"x,1\n".to_vec(), false)];
        let (mut zip, mut bytes) = (Zip::default(), Vec::new());
        for (name, content, is_deflated) in &files {
            let packed = if *is_deflated { deflated(content) } else { content.clone() };
            let entry = Entry {
                name: (*name).to_owned(),
                crc32: crc(content),
                size: content.len() as u64,
                packed_size: packed.len() as u64,
                is_deflated: *is_deflated,
            };
            bytes.extend(zip.before(&entry, time).unwrap());
            bytes.extend(packed);
        }
        bytes.extend(zip.end().unwrap());
        let expected: Vec<_> =
            files.into_iter().map(|(name, content, _)| (name.to_owned(), content)).collect();
        assert_eq!(read(&bytes), expected);
        assert!(bytes.len() < 400);
    }

    #[test]
    fn an_empty_archive_is_one_and_a_large_one_is_refused() {
        assert_eq!(read(&Zip::default().end().unwrap()), []);
        let entry = |packed_size| Entry {
            name: "x".to_owned(),
            crc32: 0,
            size: 1,
            packed_size,
            is_deflated: false,
        };
        let mut zip = Zip::default();
        assert_eq!(zip.before(&entry(u64::from(u32::MAX) + 1), TimeUs(0)), Err(TooLarge));
        zip.before(&entry(u64::from(u32::MAX)), TimeUs(0)).unwrap();
        assert_eq!(zip.before(&entry(1), TimeUs(0)), Err(TooLarge));
    }

    #[test]
    fn times_are_those_of_ms_dos() {
        assert_eq!(
            dos_time("2026-11-27T21:05:59Z".parse().unwrap()),
            ((21 << 11) | (5 << 5) | 29, (46 << 9) | (11 << 5) | 27)
        );
        assert_eq!(dos_time(TimeUs(0)), (0, 33));
    }
}
