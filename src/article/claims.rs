//! Who says what.
//!
//! In: a text and its spans. Out: for each verb of saying its subject and the words said. It must not know events.

use super::answer::{ClaimFound, Mask};
use super::figures::{Toll, toll};
use super::pronouns::{meant_by, pronoun_before};
use super::role::Role;
use super::scan::{Span, What, span_at};
use super::text::{Hit, Text};
use std::ops::Range;

/// A claim in a text.
#[derive(Debug, Clone)]
pub(super) struct ClaimMention {
    /// The words of the verb.
    pub(super) verb: Range<usize>,
    /// Whether a party or a body says it, and not only "residents" or "sources".
    pub(super) is_named: bool,
    /// Whether words are quoted or figures given.
    pub(super) has_substance: bool,
    /// The words that are said, and the figures in them.
    said: Range<usize>,
    pub(super) toll: Toll,
    /// The words of who says it and is named for nothing else: "…, the army said", "the group denied".
    pub(super) speaker: Option<Range<usize>>,
    pub(super) claim: ClaimFound,
}

/// Words between a subject and its verb.
const SUBJECT_REACH: usize = 14;
/// Characters of a quotation that are kept.
const MAX_QUOTE_CHARS: usize = 600;

/// The claims of a text, in its order.
pub(super) fn claims(text: &Text<'_>, spans: &[Span], dateline: &Range<usize>) -> Vec<ClaimMention> {
    let mut found: Vec<ClaimMention> = Vec::new();
    let mut next_span = 0;
    for hit in text.all_hits() {
        while spans.get(next_span).is_some_and(|span| span.at.end <= hit.at.start) {
            next_span += 1;
        }
        let inside = spans.get(next_span).is_some_and(|span| span.at.start < hit.at.end);
        if inside || found.last().is_some_and(|last| last.verb.end > hit.at.start) {
            continue;
        }
        let mut sentence = text.sentence_of(hit.at.start);
        sentence.start = sentence.start.max(dateline.end.min(hit.at.start));
        let claim = match hit.entry.role {
            Role::Speech if is_participle(text, &hit.at) => None,
            Role::Speech => said(text, spans, next_span, hit, &sentence, found.last()),
            Role::According => according(text, spans, next_span, &hit.at, &sentence),
            _ => None,
        };
        let Some(claim) = claim else { continue };
        // "they say that they then left": the same side in the same sentence goes on.
        let last = found
            .last_mut()
            .filter(|last| last.claim.who == claim.claim.who && sentence.contains(&last.verb.start));
        match last {
            None => found.push(claim),
            Some(last) => last.go_on(&claim),
        }
    }
    found
}

impl ClaimMention {
    /// Takes in what the same side says further: "…, said the army, which says that it neutralised thirteen attackers".
    fn go_on(&mut self, further: &Self) {
        if !self.said.contains(&further.said.start) {
            self.toll.neutralised = self.toll.neutralised.max(further.toll.neutralised);
            self.claim.deaths = self.toll.deaths_at_most();
        }
    }
}

/// Somebody who can say something.
pub(super) struct Subject {
    pub(super) at: Range<usize>,
    pub(super) who: String,
    pub(super) is_named: bool,
}

/// "As reported", "clashes reported in Kidal": nobody is said to say it.
fn is_participle(text: &Text<'_>, verb: &Range<usize>) -> bool {
    let before = text.word(verb.start.wrapping_sub(1));
    let behind = text.word(verb.end);
    matches!(before, "as" | "comme" | "tel" | "was" | "were" | "been")
        || (text.word(verb.start) == "reported"
            && matches!(behind, "in" | "since" | "near" | "between" | "at" | "from" | "around" | "along"))
}

/// "Told AFP", "a confirmé à RFI": who is spoken to.
fn is_addressed(text: &Text<'_>, span: &Span) -> bool {
    matches!(span.what, What::Masked(Mask::Media, _))
        && matches!(
            text.word(span.at.start.wrapping_sub(1)),
            "a" | "to" | "au" | "l" | "told" | "tells" | "aupres" | "par" | "by"
        )
}

/// The subject that a span is.
pub(super) fn of_span(text: &Text<'_>, span: &Span) -> Option<Subject> {
    if is_addressed(text, span) {
        return None;
    }
    let (who, is_named) = match &span.what {
        What::Actor(hit) if hit.entry.role == Role::Unidentified => (text.slice(&span.at).to_owned(), false),
        What::Actor(hit) => (hit.entry.value.to_string(), true),
        What::Masked(Mask::Person | Mask::Media | Mask::Body, _) => (text.slice(&span.at).to_owned(), true),
        _ => return None,
    };
    Some(Subject { at: span.at.clone(), who, is_named })
}

/// A capital that speaks for its government: "a annoncé Bamako".
fn of_capital(text: &Text<'_>, span: &Span) -> Option<Subject> {
    let speaks = match &span.what {
        What::Name(_) => text.word(span.at.start) == "bamako",
        What::Abroad(_) => true,
        _ => false,
    };
    speaks.then(|| Subject { at: span.at.clone(), who: text.slice(&span.at).to_owned(), is_named: true })
}

/// The subject that words for sources are, with the number before them: "two residents".
pub(super) fn of_source(text: &Text<'_>, at: usize) -> Option<Subject> {
    let hit = text.at(at, Role::SourceNoun)?;
    let mut start = hit.at.start;
    while start > text.sentence_of(at).start
        && hit.at.start - start < 2
        && (text.at(start - 1, Role::Number).is_some()
            || text.at(start - 1, Role::Few).is_some()
            || matches!(
                text.word(start - 1),
                "des" | "une" | "un" | "a" | "an" | "the" | "les" | "le" | "la"
            ))
    {
        start -= 1;
    }
    let at = start..hit.at.end;
    Some(Subject { who: text.slice(&at).to_owned(), at, is_named: false })
}

/// The nearest subject before a verb.
fn subject_before(
    text: &Text<'_>,
    spans: &[Span],
    next: usize,
    verb: &Range<usize>,
    from: usize,
) -> Option<Subject> {
    let from = from.max(verb.start.saturating_sub(SUBJECT_REACH));
    let span = spans
        .get(..next)
        .into_iter()
        .flat_map(|spans| spans.iter().rev())
        .take_while(|span| span.at.start >= from)
        .find_map(|span| {
            let beside = span.at.end == verb.start;
            of_span(text, span).or_else(|| of_capital(text, span).filter(|one| beside && one.who == "Bamako"))
        });
    // Of "a security source" the whole.
    let source = (from..verb.start)
        .filter_map(|at| of_source(text, at).filter(|one| one.at.end <= verb.start))
        .max_by_key(|one| (one.at.end, std::cmp::Reverse(one.at.start)));
    match (span, source) {
        // "the army's spokesman said": the party that the spokesman speaks for, when it is beside.
        (Some(span), Some(source)) if source.at.start > span.at.end + 3 => Some(source),
        // "The authorities in Bamako said".
        (Some(span), Some(source)) if span.who == "Bamako" && source.at.end + 2 >= span.at.start => {
            Some(source)
        }
        (Some(span), _) => Some(span),
        (None, source) => source,
    }
}

/// The subject behind a verb: "a déclaré le porte-parole", "said the army".
fn subject_behind(
    text: &Text<'_>,
    spans: &[Span],
    next: usize,
    verb: &Range<usize>,
    to: usize,
) -> Option<Subject> {
    let to = to.min(verb.end + 5);
    let span =
        spans.get(next..).into_iter().flatten().take_while(|span| span.at.start < to).find_map(|span| {
            let beside = span.at.start == verb.end;
            of_span(text, span).or_else(|| of_capital(text, span).filter(|_| beside))
        });
    let source = (verb.end..to).find_map(|at| of_source(text, at).filter(|one| one.at.start >= verb.end));
    match (span, source) {
        (Some(span), Some(source)) if source.at.end <= span.at.start && source.at.end + 3 < span.at.start => {
            Some(source)
        }
        (Some(span), _) => Some(span),
        (None, source) => source,
    }
}

/// Who claims an attack took part in it.
fn is_own(text: &Text<'_>, verb: &Range<usize>) -> bool {
    verb.clone().any(|at| text.word(at).starts_with("revendiqu") || text.word(at).starts_with("claim"))
}

fn said(
    text: &Text<'_>,
    spans: &[Span],
    next: usize,
    hit: &Hit,
    sentence: &Range<usize>,
    last: Option<&ClaimMention>,
) -> Option<ClaimMention> {
    let verb = &hit.at;
    let begin = clause_start(text, verb.start, sentence.start);
    let before = subject_before(text, spans, next, verb, begin);
    let behind = |to: usize| subject_behind(text, spans, next, verb, to.min(sentence.end));
    // The subject stands behind where what is said stands before.
    let inverted = text.words.get(verb.start).is_some_and(|word| word.gap.contains([',', '»', '”', '"']));
    let subject = if let Some(pronoun) = pronoun_before(text, verb.start) {
        // "Ils affirment": whoever stands behind is spoken of.
        before.or_else(|| meant_by(text, spans, pronoun, last))
    } else if inverted {
        behind(sentence.end).or(before)
    } else {
        before.or_else(|| behind(verb.end + 5))
    }?;
    let is_behind = subject.at.start >= verb.end;
    // "Il accuse la katiba": who is accused stands behind.
    if is_behind && !inverted && text.word(verb.start).starts_with("accus") {
        return None;
    }
    let trailing = (!is_behind).then(|| said_before(text, spans, &subject, verb, sentence)).flatten();
    // "Le MSA en compte trente": who counts the dead does not fight.
    let counts = text.at(verb.start, Role::Killing).is_some();
    let speaker =
        ((is_behind || trailing.is_some() || counts) && !is_own(text, verb)).then(|| subject.at.clone());
    let said = if let Some(end) = trailing {
        sentence.start..end
    } else if counts && !is_behind {
        verb.start..said_end(text, verb.end, sentence.end)
    } else if is_behind || (inverted && verb.end + 2 >= sentence.end) {
        sentence.start..verb.start
    } else {
        let mut from = verb.end;
        while matches!(
            text.word(from),
            "that" | "que" | "qu" | "reporters" | "journalists" | "afp" | "a" | "l"
        ) && from + 1 < sentence.end
            && from < verb.end + 4
        {
            from += 1;
        }
        from..said_end(text, from, sentence.end)
    };
    finish(text, spans, verb, subject, said, sentence).map(|claim| ClaimMention { speaker, ..claim })
}

/// Where the words end that a side says before it is named: "…, the army said in a statement on Sunday."
fn said_before(
    text: &Text<'_>,
    spans: &[Span],
    subject: &Subject,
    verb: &Range<usize>,
    sentence: &Range<usize>,
) -> Option<usize> {
    let is_told = |at: usize| {
        let in_span = span_at(spans, at)
            .is_some_and(|span| matches!(span.what, What::Date | What::Masked(Mask::Media, _)));
        in_span || text.at(at, Role::BesideSaying).is_some()
    };
    if !(verb.end..sentence.end).all(is_told) || subject.at.end + 2 < verb.start {
        return None;
    }
    let is_cut = |at: &usize| {
        text.words.get(*at).is_some_and(|word| word.gap.contains([',', '—', '–', '"', '»', '”']))
    };
    (sentence.start + 3..=subject.at.start).rev().find(is_cut)
}

fn according(
    text: &Text<'_>,
    spans: &[Span],
    next: usize,
    cue: &Range<usize>,
    sentence: &Range<usize>,
) -> Option<ClaimMention> {
    let subject = subject_behind(text, spans, next, cue, sentence.end)?;
    let said = if cue.start <= sentence.start + 1 {
        text.clause_end(subject.at.end.saturating_sub(1))..sentence.end
    } else {
        sentence.start..cue.start
    };
    let speaker = Some(subject.at.clone());
    finish(text, spans, cue, subject, said, sentence).map(|claim| ClaimMention { speaker, ..claim })
}

/// Where the clause of a verb begins: behind the verb of the claim before it.
fn clause_start(text: &Text<'_>, verb: usize, from: usize) -> usize {
    (from..verb)
        .rev()
        .find(|at| text.words.get(*at).is_some_and(|word| word.gap.contains(';')))
        .unwrap_or(from)
}

/// Where the words said end: before "and" with another subject that says something.
fn said_end(text: &Text<'_>, from: usize, end: usize) -> usize {
    let parts = |at: usize| {
        let word = text.words.get(at);
        let joins = matches!(text.word(at), "and" | "et" | "but" | "mais" | "while" | "tandis" | "alors");
        let comma = word.is_some_and(|word| word.gap.contains([',', ';']));
        let source = (at..at + 2).any(|at| text.at(at, Role::SourceNoun).is_some());
        (joins || source) && comma && (at..(at + 8).min(end)).any(|at| text.at(at, Role::Speech).is_some())
    };
    (from + 1..end).find(|at| parts(*at)).unwrap_or(end)
}

fn finish(
    text: &Text<'_>,
    spans: &[Span],
    verb: &Range<usize>,
    subject: Subject,
    said: Range<usize>,
    sentence: &Range<usize>,
) -> Option<ClaimMention> {
    // "The JNIM claimed it": what is claimed was told before.
    let said = if said.is_empty() && is_own(text, verb) { sentence.clone() } else { said };
    if said.is_empty() {
        return None;
    }
    let in_date = |at: usize| span_at(spans, at).is_some_and(|span| matches!(span.what, What::Date));
    let toll = toll(text, said.clone(), &in_date);
    let quoted = quoted(text, sentence);
    let has_substance = !toll.is_unknown() || quoted.is_some();
    let quote = quoted.unwrap_or_else(|| text.slice(&said));
    let quote: String =
        quote.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_QUOTE_CHARS).collect();
    Some(ClaimMention {
        verb: verb.clone(),
        is_named: subject.is_named,
        has_substance,
        said,
        toll,
        speaker: None,
        claim: ClaimFound {
            denies: text.at(verb.start, Role::Speech).is_some_and(|hit| &*hit.entry.value == "denied"),
            who: subject.who,
            verb: text.slice(verb).to_owned(),
            quote,
            // "Neutralised" alone is no number of dead.
            deaths: if toll.deaths.is_unknown() { toll.deaths } else { toll.deaths_at_most() },
            injured: toll.injured,
        },
    })
}

/// Words between quotation marks in a sentence: three at least, fewer are a name.
fn quoted<'t>(text: &Text<'t>, sentence: &Range<usize>) -> Option<&'t str> {
    let bytes = text.bytes(sentence);
    let from = text.words.get(sentence.start).map_or(bytes.start, |word| bytes.start - word.gap.len());
    let to = text.words.get(sentence.end).map_or(text.written.len(), |next| next.start);
    let written = text.written.get(from..to)?;
    let pairs = [('«', '»'), ('“', '”'), ('"', '"')];
    pairs.into_iter().find_map(|(open, close)| {
        let (_, rest) = written.split_once(open)?;
        let (inside, _) = rest.split_once(close)?;
        let inside = inside.trim();
        (inside.split_whitespace().count() >= 3).then_some(inside)
    })
}
