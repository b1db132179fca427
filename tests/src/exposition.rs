//! Metrics as a collector reads them. What it reads must be well-formed, or the test fails.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

/// Far more than it takes until the file is there.
const PATIENCE: Duration = Duration::from_secs(30);

/// The port of the metrics of a server that runs.
#[derive(Clone, Debug)]
pub struct MetricsPort {
    http: reqwest::Client,
    address: String,
}

/// The text of one look.
#[derive(Clone, Debug)]
pub struct Exposition {
    /// As it came.
    pub text: String,
    samples: Vec<Sample>,
}

#[derive(Clone, Debug)]
struct Sample {
    name: String,
    labels: BTreeMap<String, String>,
    value: f64,
}

impl MetricsPort {
    /// The port whose address is written into this file.
    pub async fn told_in(file: &Path) -> Self {
        let told = async {
            loop {
                match std::fs::read_to_string(file) {
                    Ok(address) => return address.trim().to_owned(),
                    Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
                }
            }
        };
        let address = tokio::time::timeout(PATIENCE, told).await;
        let http = reqwest::Client::builder().no_proxy().build();
        Self {
            http: http.expect("the client can be built"),
            address: address.expect("the metrics have an address"),
        }
    }

    /// What a request to this path of the port is answered: status, type and text.
    pub async fn ask(&self, method: reqwest::Method, path: &str) -> (u16, String, String) {
        let url = format!("http://{}{path}", self.address);
        let reply = self.http.request(method, url).send().await;
        let reply = reply.expect("the port of the metrics answers");
        let status = reply.status().as_u16();
        let kind = reply.headers().get("content-type");
        let kind = kind.map_or("", |kind| kind.to_str().unwrap_or_default());
        let kind = kind.to_owned();
        (status, kind, reply.text().await.expect("a text"))
    }

    /// What the metrics are.
    pub async fn read(&self) -> Exposition {
        let (status, kind, text) = self.ask(reqwest::Method::GET, "/metrics").await;
        assert_eq!(status, 200, "{text}");
        assert_eq!(kind, "text/plain; version=0.0.4; charset=utf-8");
        Exposition::parse(text)
    }
}

impl Exposition {
    /// Reads the text form, version 0.0.4.
    fn parse(text: String) -> Self {
        let mut families = Families::default();
        let samples: Vec<Sample> = text
            .lines()
            .filter(|line| !line.is_empty())
            .filter_map(|line| families.read(line))
            .collect();
        let mut series = BTreeSet::new();
        for sample in &samples {
            let name = (sample.name.clone(), sample.labels.clone());
            assert!(series.insert(name), "{sample:?} is told twice");
        }
        Self { text, samples }
    }

    /// The sum over all series of a metric that have these labels; `None` when there are none.
    #[must_use]
    pub fn value(&self, name: &str, labels: &[(&str, &str)]) -> Option<f64> {
        let has = |sample: &&Sample| {
            let mut labels = labels.iter();
            sample.name == name
                && labels.all(|(key, value)| sample.labels.get(*key).is_some_and(|it| it == value))
        };
        let values: Vec<f64> = self.samples.iter().filter(has).map(|it| it.value).collect();
        (!values.is_empty()).then(|| values.iter().sum())
    }

    /// Fails unless the metric has this value.
    pub fn expect(&self, name: &str, labels: &[(&str, &str)], value: f64) {
        let found = self.value(name, labels);
        let is_right = found.is_some_and(|found| (found - value).abs() < f64::EPSILON);
        assert!(
            is_right,
            "{name} {labels:?} is {found:?}, not {value}:\n{}",
            self.text
        );
    }
}

/// What was said of each family so far.
#[derive(Default)]
struct Families {
    help: BTreeSet<String>,
    kinds: BTreeMap<String, String>,
}

impl Families {
    fn read(&mut self, line: &str) -> Option<Sample> {
        if let Some(help) = line.strip_prefix("# HELP ") {
            let (name, text) = help.split_once(' ').expect("a help text");
            assert!(
                !text.is_empty() && self.help.insert(name.to_owned()),
                "{line}"
            );
            return None;
        }
        if let Some(kind) = line.strip_prefix("# TYPE ") {
            let (name, kind) = kind.split_once(' ').expect("a type");
            assert!(self.help.contains(name), "{name} has no help");
            let before = self.kinds.insert(name.to_owned(), kind.to_owned());
            assert_eq!(before, None, "{name} comes twice");
            return None;
        }
        let sample = Sample::parse(line);
        self.check(&sample);
        Some(sample)
    }

    fn check(&self, sample: &Sample) {
        let histogram = ["_bucket", "_sum", "_count"]
            .iter()
            .find_map(|suffix| sample.name.strip_suffix(suffix))
            .and_then(|family| self.kinds.get(family));
        match self
            .kinds
            .get(&sample.name)
            .or(histogram)
            .map(String::as_str)
        {
            Some("counter") => assert!(sample.name.ends_with("_total") && sample.value >= 0.0),
            Some("gauge" | "histogram") => {}
            kind => panic!("{sample:?} is of the type {kind:?}"),
        }
    }
}

impl Sample {
    fn parse(line: &str) -> Self {
        let (series, value) = line.rsplit_once(' ').expect("a value");
        let (name, labels) = match series.strip_suffix('}') {
            Some(series) => series.split_once('{').expect("labels begin"),
            None => (series, ""),
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        assert!(name.chars().all(is_name), "{line}");
        Self {
            name: name.to_owned(),
            labels: labels_of(labels),
            value: value.parse().expect("a number"),
        }
    }
}

/// No value that Portico gives needs to be escaped.
fn labels_of(mut text: &str) -> BTreeMap<String, String> {
    let mut labels = BTreeMap::new();
    while !text.is_empty() {
        let (key, rest) = text.split_once("=\"").expect("a label");
        let (value, rest) = rest.split_once('"').expect("the end of a label");
        let before = labels.insert(key.to_owned(), value.to_owned());
        assert_eq!(before, None, "{key} comes twice");
        text = rest.strip_prefix(',').unwrap_or(rest);
    }
    labels
}
