//! Items as lines of a CSV file (RFC 4180, F12r).

use std::borrow::Cow;

use actix_web::web::Bytes;
use csv::{Terminator, Writer, WriterBuilder};
use domain::item::{Item, ItemDescription};

const COLUMNS: [&str; 4] = ["id", "title", "description", "owner_id"];
/// What a spreadsheet may take for the start of a formula, full-width forms included.
const FORMULA_SIGNS: [char; 12] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠',
];

/// The first line of the file.
pub(super) fn heading() -> Result<Bytes, csv::Error> {
    written(|file| file.write_record(COLUMNS))
}

/// A line for each item.
pub(super) fn lines(items: &[Item]) -> Result<Bytes, csv::Error> {
    written(|file| items.iter().try_for_each(|item| write_line(file, item)))
}

fn write_line(file: &mut Writer<Vec<u8>>, item: &Item) -> Result<(), csv::Error> {
    let description = item.description.as_ref();
    file.write_record([
        &*item.id.to_string(),
        &*defused(item.title.as_str()),
        &*defused(description.map_or("", ItemDescription::as_str)),
        &*item.owner.to_string(),
    ])
}

fn written(
    write: impl FnOnce(&mut Writer<Vec<u8>>) -> Result<(), csv::Error>,
) -> Result<Bytes, csv::Error> {
    let mut file = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    write(&mut file)?;
    let bytes = file.into_inner();
    let bytes = bytes.map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(bytes.into())
}

/// A text that a spreadsheet shows and does not compute: a quote before a formula's sign says so (ASVS 1.2.10).
fn defused(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA_SIGNS) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // F12r
    #[test]
    fn what_looks_like_a_formula_gets_a_quote_before_it() {
        for sign in FORMULA_SIGNS {
            let text = format!("{sign}1+1");
            assert_eq!(defused(&text), format!("'{text}"));
        }
    }

    // F12r
    #[test]
    fn any_other_text_stays_as_it_is() {
        for text in ["", "1+1", "'=1", " =1", "a=b", "ﬁ", "\"=1\""] {
            assert_eq!(defused(text), text);
        }
    }

    #[test]
    fn the_heading_names_the_columns_of_the_template() {
        let heading = heading().unwrap();
        assert_eq!(heading, "id,title,description,owner_id\r\n");
    }
}
