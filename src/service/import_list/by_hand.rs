//! What a person set of a row's event: it wins over the list, and the report says so.
//!
//! In: what became of a row. Out: the same with the event as it is shown. It must not write anything.

use super::settle::Settled;
use crate::event::{Edit, Reason};
use crate::import::Problem;
use crate::service::report::Verdict;
use crate::store::{ImportTransaction, StoreError};

/// Shows a row's event as a person set it, and tells what stays so.
pub(super) fn show(
    transaction: &mut dyn ImportTransaction,
    (verdict, mut event, mut told): Settled,
    line: u64,
) -> Result<Settled, StoreError> {
    if let Some((_, event)) = &mut event
        && let Some(edit) = transaction.by_hand(&event.id)?
    {
        // Of a row that changes nothing there is nothing new to say, but for one that nobody sees on the map.
        if edit.removed || verdict != Verdict::Unchanged {
            let Reason { en: reason, fr: reason_fr } = reason(&edit);
            // What a person decided stands before what the list says otherwise.
            told.insert(0, Problem { line, column: String::new(), value: String::new(), reason, reason_fr });
        }
        edit.apply(event);
    }
    Ok((verdict, event, told))
}

fn reason(edit: &Edit) -> Reason {
    if edit.removed {
        return Reason::new(
            "a person removed this event: it stays removed",
            "quelqu’un a supprimé cet événement\u{a0}: il reste supprimé",
        );
    }
    let fields = edit.fields();
    let [en, fr] = [
        fields.iter().map(|(en, _)| *en).collect::<Vec<_>>().join(", "),
        fields.iter().map(|(_, fr)| *fr).collect::<Vec<_>>().join(", "),
    ];
    Reason::new(
        format!("set by hand and left so: {en}; the rest follows the list"),
        format!("fixé à la main et laissé ainsi\u{a0}: {fr}\u{202f}; le reste suit la liste"),
    )
}
