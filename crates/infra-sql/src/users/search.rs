//! Searching among users.

use domain::user::UserSearch;
use sea_orm::sea_query::LikeExpr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

use super::entity::{Column, Entity};

const ESCAPE: char = '\\';

/// The users that hold the searched text.
///
/// Both sides were folded by the domain, whatever their script, since SQLite folds ASCII alone and PostgreSQL what
/// the database's locale says. Accounts that have not changed since before there were searches are the exception:
/// their full names were folded by the database.
pub(super) fn matching(search: &UserSearch) -> Select<Entity> {
    let users = Entity::find();
    if search.as_str().is_empty() {
        return users;
    }
    let pattern = format!("%{}%", escaped(&search.folded()));
    users.filter(Column::SearchedText.like(LikeExpr::new(pattern).escape(ESCAPE)))
}

/// The text with nothing in it that stands for other characters.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '%' | '_' | ESCAPE) {
            escaped.push(ESCAPE);
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wildcard_stands_for_itself() {
        assert_eq!(escaped(r"50%_off\"), r"50\%\_off\\");
        assert_eq!(escaped("ada"), "ada");
    }
}
