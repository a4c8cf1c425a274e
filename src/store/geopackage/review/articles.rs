//! Articles that were kept.
//!
//! In: a connection within a transaction. Out: articles, with what became of their drafts. It must not know how a text is read.

use super::{drafts, is_there};
use crate::store::geopackage::dated::{date, now};
use crate::store::geopackage::integer;
use crate::store::geopackage::place::Place;
use crate::store::geopackage::problem::Doing as _;
use crate::store::geopackage::read::number;
use crate::store::{ArticleRecord, DraftCounts, KeptArticle, NewArticle, StoreError};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

const RECORD: &str =
    "SELECT a.id, a.at, a.published, a.source, a.link, a.title, a.licence, a.language, a.digest,
  (SELECT count(*) FROM drafts AS d WHERE d.article = a.id AND d.state = 'open'),
  (SELECT count(*) FROM drafts AS d WHERE d.article = a.id AND d.state = 'confirmed'),
  (SELECT count(*) FROM drafts AS d WHERE d.article = a.id AND d.state = 'rejected'), substr(a.text, 1, 120)
  FROM articles AS a";

fn record(row: &Row<'_>) -> rusqlite::Result<ArticleRecord> {
    Ok(ArticleRecord {
        id: row.get(0)?,
        at: row.get(1)?,
        published: row.get(2)?,
        source: row.get(3)?,
        link: row.get(4)?,
        title: row.get(5)?,
        licence: row.get(6)?,
        language: row.get(7)?,
        digest: row.get(8)?,
        drafts: DraftCounts {
            open: number(row, 9)?,
            confirmed: number(row, 10)?,
            rejected: number(row, 11)?,
        },
        beginning: row.get(12)?,
    })
}

/// Keeps an article and its drafts; of one that is there what was not known of it.
pub(super) fn keep(db: &Connection, place: &Place, article: &NewArticle) -> Result<i64, StoreError> {
    let doing = "keep an article";
    let NewArticle { digest, published, source, link, title, licence, language, text, reading_json, drafts } =
        article;
    let known = db
        .query_row(
            "UPDATE articles SET source = coalesce(source, ?2), link = coalesce(link, ?3), title = coalesce(title, ?4),
               licence = coalesce(licence, ?5) WHERE digest = ?1 RETURNING id",
            params![digest, source, link, title, licence],
            |row| row.get(0),
        )
        .optional()
        .doing(place, doing)?;
    if let Some(id) = known {
        date(db, place, &["articles"])?;
        return Ok(id);
    }
    let published = published.map(|day| day.to_string());
    db.execute(
        "INSERT INTO articles (at, published, source, link, title, licence, language, text, digest, reading)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![now(), published, source, link, title, licence, language, text, digest, reading_json],
    )
    .doing(place, doing)?;
    let id = db.last_insert_rowid();
    for (number, draft) in (1..).zip(drafts) {
        drafts::insert(db, place, (id, number), draft)?;
    }
    drafts::describe(db, place)?;
    date(db, place, &["articles"])?;
    Ok(id)
}

/// Articles, the newest first, from before a number on (0: from the newest), and how many there are.
pub(super) fn list(
    db: &Connection,
    place: &Place,
    after: i64,
    limit: usize,
) -> Result<(Vec<ArticleRecord>, u64), StoreError> {
    if !is_there(db, place)? {
        return Ok((Vec::new(), 0));
    }
    let read = || {
        let count = db.query_row("SELECT count(*) FROM articles", [], |row| number(row, 0))?;
        let articles = db
            .prepare_cached(&format!("{RECORD} WHERE ?1 = 0 OR a.id < ?1 ORDER BY a.id DESC LIMIT ?2"))?
            .query_map(params![after, integer(limit)], record)?
            .collect::<rusqlite::Result<_>>()?;
        Ok((articles, count))
    };
    read().doing(place, "read the articles")
}

/// One article without its text.
pub(super) fn known(db: &Connection, place: &Place, id: i64) -> Result<Option<ArticleRecord>, StoreError> {
    db.prepare_cached(&format!("{RECORD} WHERE a.id = ?1"))
        .and_then(|mut statement| statement.query_row([id], record).optional())
        .doing(place, "read an article")
}

/// One article, whole.
pub(super) fn one(db: &Connection, place: &Place, id: i64) -> Result<Option<KeptArticle>, StoreError> {
    if !is_there(db, place)? {
        return Ok(None);
    }
    let Some(record) = known(db, place, id)? else { return Ok(None) };
    let (text, reading_json) = db
        .query_row("SELECT text, reading FROM articles WHERE id = ?1", [id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .doing(place, "read an article")?;
    let drafts = drafts::states(db, place, id)?;
    Ok(Some(KeptArticle { record, text, reading_json, drafts }))
}

/// Forgets an article and its drafts, none of which may be an event.
pub(super) fn forget(db: &Connection, place: &Place, id: i64) -> Result<bool, StoreError> {
    let Some(record) = known(db, place, id)? else { return Ok(false) };
    if record.drafts.confirmed > 0 {
        return Err(StoreError::Confirmed { article: id, events: record.drafts.confirmed });
    }
    for sql in ["DELETE FROM drafts WHERE article = ?1", "DELETE FROM articles WHERE id = ?1"] {
        db.execute(sql, [id]).doing(place, "forget an article")?;
    }
    drafts::describe(db, place)?;
    date(db, place, &["articles"])?;
    Ok(true)
}
