//! Settings, checked once.
//!
//! In: flags and environment (a flag wins, clap reads both). Out: values that hold. It must not know commands.

mod tiles;

pub use tiles::{NotTiles, TileArgs, TileUrl};

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use thiserror::Error;

/// Where events last, unless told otherwise.
pub const DEFAULT_DATA: &str = "azalai.gpkg";
/// Where the service listens, unless told otherwise.
pub const DEFAULT_LISTEN: &str = "127.0.0.1:8080";

/// Where the store is.
#[derive(Debug, Clone, clap::Args)]
pub struct DataArgs {
    /// The GeoPackage that holds the events.
    #[arg(long, env = "AZALAI_DATA", default_value = DEFAULT_DATA, value_name = "PATH")]
    pub data: PathBuf,
}

impl DataArgs {
    /// Whether a store was named, and there is none.
    pub fn is_missing(&self) -> bool {
        self.data != Path::new(DEFAULT_DATA) && !self.data.exists()
    }
}

/// Where the service listens.
#[derive(Debug, Clone, clap::Args)]
pub struct ListenArgs {
    /// Address and port to listen on; port 0 takes any free one.
    #[arg(long, env = "AZALAI_LISTEN", default_value = DEFAULT_LISTEN, value_name = "ADDRESS:PORT")]
    pub listen: String,
}

/// Which pages of others may read the service through a browser.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct OriginArgs {
    /// Let pages of this origin read the service through a browser: `https://maps.example.org`, or * for all; may be
    /// repeated. Without it no page of another origin can
    #[arg(long, env = "AZALAI_ALLOW_ORIGIN", value_name = "ORIGIN", value_delimiter = ',')]
    pub allow_origin: Vec<Origin>,
}

/// Where people reach the service, where that is not where it listens.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct PublicArgs {
    /// Where people reach the service through a server that passes their requests on: `https://maps.example.org`. Links are
    /// written with it, and its pages are the service's own: they may write
    #[arg(long, env = "AZALAI_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<PublicUrl>,
}

/// The scheme, host and port of a service as people reach it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

/// Why a text is no public address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "must be scheme, host and port alone, such as https://maps.example.org: the service has no path before its own"
)]
pub struct NotPublic;

impl PublicUrl {
    /// Without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a request with this `Host` is meant for it.
    pub fn is_host(&self, host: &str) -> bool {
        let scheme = self.0.split("://").next().unwrap_or_default();
        format!("{scheme}://{host}")
            .parse::<Origin>()
            .is_ok_and(|origin| origin == Origin::One(self.0.clone()))
    }
}

impl FromStr for PublicUrl {
    type Err = NotPublic;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_suffix('/').unwrap_or(text).parse::<Origin>() {
            Ok(Origin::One(origin)) => Ok(Self(origin)),
            _ => Err(NotPublic),
        }
    }
}

/// How a service is reached, besides where it listens.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    /// The origins whose pages may read.
    pub readers: Vec<Origin>,
    /// Where people reach it.
    pub public: Option<PublicUrl>,
}

/// Where pages come from, as browsers write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Anywhere.
    Any,
    /// One scheme, host and port.
    One(String),
}

/// Why a text is no origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "must be *, or scheme, host and port alone, such as https://maps.example.org or http://localhost:3000"
)]
pub struct NotAnOrigin;

impl Origin {
    /// Whether a browser means this one, or one of these, in the `Origin` of a request.
    pub fn covers(&self, said: &str) -> bool {
        match self {
            Self::Any => true,
            Self::One(origin) => origin.eq_ignore_ascii_case(said),
        }
    }
}

impl FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "*" {
            return Ok(Self::Any);
        }
        let (scheme, host) = text.split_once("://").ok_or(NotAnOrigin)?;
        let is_host = |b: u8| b.is_ascii_alphanumeric() || b"-._:[]".contains(&b);
        if !matches!(scheme, "http" | "https") || host.is_empty() || !host.bytes().all(is_host) {
            return Err(NotAnOrigin);
        }
        // Browsers leave out the port that goes without saying.
        let usual = if scheme == "http" { ":80" } else { ":443" };
        let host = host.strip_suffix(usual).unwrap_or(host);
        Ok(Self::One(format!("{scheme}://{host}").to_ascii_lowercase()))
    }
}

/// Where the words are by which texts are read, besides those in the program.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct LexiconArgs {
    /// A table of role,value,words that adds to the words by which texts are read
    #[arg(long, env = "AZALAI_LEXICON", value_name = "FILE")]
    pub lexicon: Option<PathBuf>,
}

/// Why an address can not be listened on.
#[derive(Debug, Error)]
pub enum ListenError {
    /// Not an address and port.
    #[error("cannot listen on '{text}': expected ADDRESS:PORT, such as {DEFAULT_LISTEN}")]
    Address {
        /// What was given.
        text: String,
        /// Why it is none.
        #[source]
        source: std::io::Error,
    },
    /// An address that other machines can reach, without keys to tell who asks.
    #[error(
        "refusing to listen on {0}: other machines could reach it and nothing would ask them who they are. \
         This version has no access keys yet, so it listens on loopback only (127.0.0.1 or [::1]); \
         to share a map, put it behind a server that asks for a password, and tell its address with --public-url"
    )]
    NotLoopback(SocketAddr),
}

impl ListenArgs {
    /// The addresses to listen on, every one of them loopback.
    ///
    /// Several when a name such as `localhost` means more than one: the first that is free will do.
    pub fn addresses(&self) -> Result<Vec<SocketAddr>, ListenError> {
        let address = |source| ListenError::Address { text: self.listen.clone(), source };
        let addresses: Vec<_> = self.listen.to_socket_addrs().map_err(address)?.collect();
        match addresses.iter().find(|a| !a.ip().is_loopback()) {
            Some(open) => Err(ListenError::NotLoopback(*open)),
            None if addresses.is_empty() => {
                Err(address(std::io::Error::new(std::io::ErrorKind::NotFound, "the name has no address")))
            }
            None => Ok(addresses),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(listen: &str) -> Result<Vec<SocketAddr>, ListenError> {
        ListenArgs { listen: listen.into() }.addresses()
    }

    #[test]
    fn loopback_is_accepted() {
        assert_eq!(addresses("127.0.0.1:0").unwrap(), ["127.0.0.1:0".parse().unwrap()]);
        assert_eq!(addresses("[::1]:8080").unwrap(), ["[::1]:8080".parse().unwrap()]);
    }

    #[test]
    fn an_open_address_is_refused_with_the_reason() {
        let refused = addresses("0.0.0.0:8080").unwrap_err().to_string();
        assert!(refused.starts_with("refusing to listen on 0.0.0.0:8080"), "{refused}");
        assert!(addresses("[::]:80").is_err());
        assert!(addresses("192.168.1.4:80").is_err());
    }

    #[test]
    fn nonsense_is_refused_with_an_example() {
        let refused = addresses("nonsense").unwrap_err().to_string();
        assert_eq!(refused, "cannot listen on 'nonsense': expected ADDRESS:PORT, such as 127.0.0.1:8080");
    }

    #[test]
    fn a_public_address_is_one_of_a_host_alone() {
        let public: PublicUrl = "https://Maps.example.org:443/".parse().unwrap();
        assert_eq!(public.as_str(), "https://maps.example.org");
        for host in ["maps.example.org", "MAPS.example.org:443"] {
            assert!(public.is_host(host), "{host}");
        }
        for host in ["", "maps.example.org:80", "maps.example.org.evil", "evil/maps.example.org", "127.0.0.1"]
        {
            assert!(!public.is_host(host), "{host}");
        }
        for wrong in ["", "*", "maps.example.org", "https://maps.example.org/azalai", "ftp://a"] {
            assert_eq!(wrong.parse::<PublicUrl>(), Err(NotPublic), "{wrong}");
        }
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let one = |text: &str| text.parse::<Origin>().unwrap();
        assert_eq!(one("*"), Origin::Any);
        assert!(one("https://Maps.example.org:443").covers("https://maps.example.org"));
        assert!(one("http://localhost:3000").covers("http://localhost:3000"));
        for other in [
            "http://maps.example.org",
            "https://maps.example.org:8443",
            "https://maps.example.org.evil",
            "null",
        ] {
            assert!(!one("https://maps.example.org").covers(other), "{other}");
        }
        for wrong in [
            "",
            "maps.example.org",
            "https://",
            "https://a/",
            "https://a/b",
            "ftp://a",
            "https://a b",
            "null",
            "https://*.a",
        ] {
            assert_eq!(wrong.parse::<Origin>(), Err(NotAnOrigin), "{wrong}");
        }
    }
}
