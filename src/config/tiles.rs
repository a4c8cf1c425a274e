//! Tiles of another server, drawn under the map.
//!
//! In: an address with `{z}`, `{x}` and `{y}`, and whose tiles these are. Out: both, checked: what a browser may be told to ask.
//! It must not know pages.

use super::Origin;
use std::str::FromStr;
use thiserror::Error;

/// Which tiles are drawn under the map: none, unless an operator says so.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct TileArgs {
    /// Draw tiles of another server under the map: its address with {z}, {x} and {y}, such as
    /// `https://tiles.example.org/{z}/{x}/{y}.png`. Browsers that show the map then ask that server, which must let pages of
    /// other origins read (CORS). Without it no page asks any other host
    #[arg(long, env = "AZALAI_TILE_URL", value_name = "URL", requires = "tile_credit")]
    pub tile_url: Option<TileUrl>,
    /// Whose tiles these are and under what terms, as is shown on the map
    #[arg(long, env = "AZALAI_TILE_CREDIT", value_name = "TEXT", requires = "tile_url")]
    pub tile_credit: Option<String>,
}

/// The address of tiles in one place of one host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileUrl {
    template: String,
    origin: String,
}

/// Why a text is no address of tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "must be an address of one host with {{z}}, {{x}} and {{y}}, such as https://tiles.example.org/{{z}}/{{x}}/{{y}}.png"
)]
pub struct NotTiles;

impl TileUrl {
    /// The address, with `{z}`, `{x}` and `{y}` where the numbers of a tile belong.
    #[must_use]
    pub fn template(&self) -> &str {
        &self.template
    }

    /// Scheme, host and port that tiles come from.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl FromStr for TileUrl {
    type Err = NotTiles;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (scheme, rest) = text.split_once("://").ok_or(NotTiles)?;
        let (host, path) = rest.split_once('/').ok_or(NotTiles)?;
        let Ok(Origin::One(origin)) = format!("{scheme}://{host}").parse() else { return Err(NotTiles) };
        let bare = ["{z}", "{x}", "{y}"].iter().try_fold(path.to_owned(), |path, number| {
            path.contains(number).then(|| path.replace(number, "0")).ok_or(NotTiles)
        })?;
        // What is left is a path and a query as RFC 3986 writes them: nothing that could end an attribute or a header.
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?@!$&()*+,;=%".contains(&b);
        if !bare.bytes().all(plain) {
            return Err(NotTiles);
        }
        Ok(Self { template: text.to_owned(), origin })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_host_and_three_numbers() {
        let tiles: TileUrl = "https://Tiles.example.org:8443/osm/{z}/{x}/{y}.png?key=a-b".parse().unwrap();
        assert_eq!(tiles.origin(), "https://tiles.example.org:8443");
        assert_eq!(tiles.template(), "https://Tiles.example.org:8443/osm/{z}/{x}/{y}.png?key=a-b");
    }

    #[test]
    fn what_a_page_could_not_be_told_is_refused() {
        for wrong in [
            "",
            "tiles.example.org/{z}/{x}/{y}.png",
            "https://tiles.example.org/{z}/{x}.png",
            "https://{s}.example.org/{z}/{x}/{y}.png",
            "https://tiles.example.org/{z}/{x}/{y}{r}.png",
            "https://tiles.example.org/{z}/{x}/{y}.png\"><script>",
            "https://tiles.example.org/{z}/{x}/{y}.png; script-src *\n",
            "https://a b/{z}/{x}/{y}.png",
            "javascript://x/{z}/{x}/{y}",
            "*/{z}/{x}/{y}",
        ] {
            assert_eq!(wrong.parse::<TileUrl>(), Err(NotTiles), "{wrong}");
        }
    }
}
