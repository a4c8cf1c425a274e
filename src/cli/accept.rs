//! How sure a place must be to be shown without asking a person.
//!
//! In: the flag or the environment. Out: a probability. It must not know what is placed.

use crate::service::DEFAULT_ACCEPT_P;

/// Below a half another place may be the more probable one.
const LEAST: f64 = 0.5;

/// What the commands that place names take.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct AcceptArgs {
    /// Probability, 0.5 to 1, from which on a place is shown without asking a person
    #[arg(long, env = "AZALAI_ACCEPT", value_name = "P", default_value_t = DEFAULT_ACCEPT_P, value_parser = probability)]
    pub(super) accept: f64,
}

fn probability(text: &str) -> Result<f64, String> {
    // An English and a French keyboard write it each in their way.
    match text.trim().replace(',', ".").parse::<f64>() {
        Ok(p) if (LEAST..=1.0).contains(&p) => Ok(p),
        _ => Err(format!("must be a number from {LEAST} to 1, such as {DEFAULT_ACCEPT_P}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_probability_is_taken() {
        assert_eq!(probability("0.85"), Ok(0.85));
        assert_eq!(probability("0,85"), Ok(0.85));
        for wrong in ["0.3", "1.1", "NaN", "inf", "", "70%", "-0.7"] {
            assert!(probability(wrong).is_err(), "{wrong}");
        }
    }
}
