//! Whom a pronoun before a verb of saying means: "Ils affirment", "he said".
//!
//! In: a text, its spans and the claim before. Out: who says it. It must not know events.

use super::claims::{ClaimMention, Subject, of_source, of_span};
use super::role::Role;
use super::scan::Span;
use super::text::Text;

/// The pronoun that is the subject of a verb.
pub(super) fn pronoun_before(text: &Text<'_>, verb: usize) -> Option<usize> {
    let at = verb.checked_sub(1).filter(|at| text.at(*at, Role::Pronoun).is_some())?;
    text.words.get(verb).filter(|word| !word.opens).map(|_| at)
}

/// Who said something in the same sentence or the one before; else who is named first in the one before.
pub(super) fn meant_by(
    text: &Text<'_>,
    spans: &[Span],
    pronoun: usize,
    last: Option<&ClaimMention>,
) -> Option<Subject> {
    let sentence = |at: usize| text.words.get(at).map(|word| word.sentence);
    let own = sentence(pronoun)?;
    let at = pronoun..pronoun + 1;
    if let Some(last) = last.filter(|last| sentence(last.verb.start).is_some_and(|said| said + 1 >= own)) {
        return Some(Subject { at, who: last.claim.who.clone(), is_named: last.is_named });
    }
    let before = text.sentences.get(own.checked_sub(1)?)?;
    let from = spans.partition_point(|span| span.at.start < before.start);
    let mut of_sentence =
        spans.get(from..).into_iter().flatten().take_while(|span| span.at.start < before.end);
    let named = of_sentence.find_map(|span| of_span(text, span));
    let source = before.clone().find_map(|at| of_source(text, at));
    let first = match (named, source) {
        (Some(named), Some(source)) if source.at.start < named.at.start => source,
        (named, source) => named.or(source)?,
    };
    Some(Subject { at, ..first })
}
