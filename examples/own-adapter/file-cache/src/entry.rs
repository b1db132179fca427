//! What one file holds: when it ends, how long it is, and the bytes.

use std::io::{self, ErrorKind, Read};

use domain::timestamp::Timestamp;

/// The end in microseconds since the Unix epoch, and the number of bytes that follow; each takes eight bytes, the most
/// significant first.
const HEAD: usize = 16;

/// The content of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// From when on it counts no more.
    pub(crate) ends_at: Timestamp,
    /// What was kept.
    pub(crate) bytes: Vec<u8>,
}

impl Entry {
    /// The content as it is written.
    pub(crate) fn to_file(&self) -> Vec<u8> {
        let mut file = Vec::with_capacity(HEAD + self.bytes.len());
        file.extend(self.ends_at.unix_micros().to_be_bytes());
        file.extend(self.length().to_be_bytes());
        file.extend(&self.bytes);
        file
    }

    /// Reads a file; nothing when it is not whole.
    pub(crate) fn from_file(mut file: Vec<u8>) -> Option<Self> {
        let (ends_at, rest) = file.split_first_chunk()?;
        let (length, _) = rest.split_first_chunk()?;
        let (ends_at, length) = (i64::from_be_bytes(*ends_at), u64::from_be_bytes(*length));
        let entry = Self {
            ends_at: Timestamp::from_unix_micros(ends_at),
            bytes: file.split_off(HEAD),
        };
        (entry.length() == length).then_some(entry)
    }

    /// Reads the end alone. A file that is too short to have one was left by a crash, and has ended long ago.
    pub(crate) fn read_end(mut file: impl Read) -> io::Result<Timestamp> {
        let mut ends_at = [0; 8];
        match file.read_exact(&mut ends_at) {
            Ok(()) => Ok(Timestamp::from_unix_micros(i64::from_be_bytes(ends_at))),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(Timestamp::MIN),
            Err(error) => Err(error),
        }
    }

    fn length(&self) -> u64 {
        self.bytes.len() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_whole_is_none() {
        let entry = Entry {
            ends_at: Timestamp::from_unix_micros(-1),
            bytes: b"bytes".to_vec(),
        };
        let whole = entry.to_file();
        for end in 0..whole.len() {
            assert_eq!(Entry::from_file(whole[..end].to_vec()), None, "{end}");
        }
        assert_eq!(Entry::from_file([&whole[..], b"s"].concat()), None);
        assert_eq!(Entry::from_file(whole), Some(entry));
    }
}
