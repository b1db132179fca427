//! An SMTP relay that keeps what it is given, and fails when it is told to.

use std::collections::HashMap;
use std::io::{self, BufRead as _, BufReader, ErrorKind, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::outcome::{During as _, Outcome, or_fail};

/// A mail as the relay got it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaughtMail {
    /// The sender of the envelope.
    pub from: String,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// The message, without the dots that SMTP puts before dots (RFC 5321 §4.5.2).
    pub data: Vec<u8>,
    /// What the client logged in with, as it was sent: `PLAIN` and the credentials in base64.
    pub log_in: Option<String>,
}

/// The moments of a session at which the relay speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SmtpStage {
    /// Before the client has said anything.
    Greeting,
    /// After `EHLO`.
    Hello,
    /// After `AUTH`.
    LogIn,
    /// After `MAIL FROM`.
    Sender,
    /// After `RCPT TO`.
    Recipient,
    /// After `DATA`.
    Data,
    /// After the message. It is kept unless the reply refuses it.
    Message,
}

/// What the relay does instead of agreeing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SmtpFault {
    /// Replies this, such as `451 4.3.0 later`.
    Reply(String),
    /// Hangs up without a word.
    HangUp,
    /// Agrees, but only after a while.
    Delay(Duration),
}

/// A relay on a free port of the loopback interface, without TLS. It ends when it is dropped.
pub struct SmtpCatcher {
    address: SocketAddr,
    shared: Arc<Shared>,
    listening: Option<JoinHandle<()>>,
}

impl SmtpCatcher {
    /// Starts a relay on a free port.
    #[must_use]
    pub fn start() -> Self {
        Self::start_on(0)
    }

    /// Starts a relay on a port: a second one can take the place of one that was dropped.
    #[must_use]
    pub fn start_on(port: u16) -> Self {
        or_fail(Self::listen(port))
    }

    fn listen(port: u16) -> Outcome<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).during("binding SMTP")?;
        let address = listener.local_addr().during("naming the SMTP port")?;
        let shared = Arc::<Shared>::default();
        let accepting = Arc::clone(&shared);
        let listening = Some(thread::spawn(move || accept(&listener, &accepting)));
        Ok(Self {
            address,
            shared,
            listening,
        })
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The URL for Portico's configuration.
    #[must_use]
    pub fn url(&self) -> String {
        format!("smtp://{}?tls=none", self.address)
    }

    /// Every mail so far, in the order of arrival.
    #[must_use]
    pub fn messages(&self) -> Vec<CaughtMail> {
        hold(&self.shared.mails).clone()
    }

    /// Waits until there are so many mails, or for the limit; gives what there is then.
    #[must_use]
    pub fn wait_for(&self, count: usize, limit: Duration) -> Vec<CaughtMail> {
        let mails = hold(&self.shared.mails);
        let few = |mails: &mut Vec<CaughtMail>| mails.len() < count;
        let waited = self.shared.arrived.wait_timeout_while(mails, limit, few);
        waited.unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    /// How many connections there have been.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// Fails at this stage of every session from now on.
    pub fn fail_at(&self, stage: SmtpStage, fault: SmtpFault) {
        hold(&self.shared.faults).insert(stage, fault);
    }

    /// Replies this to every message from now on, such as `451 4.3.0 later`.
    pub fn reply_to_data_with(&self, reply: &str) {
        self.fail_at(SmtpStage::Message, SmtpFault::Reply(reply.to_owned()));
    }

    /// Agrees to everything again.
    pub fn recover(&self) {
        hold(&self.shared.faults).clear();
    }

    /// Hangs up on every client that is connected.
    pub fn disconnect_all(&self) {
        for stream in hold(&self.shared.open).drain(..) {
            // One that is closed already needs nothing more.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Drop for SmtpCatcher {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for a client; it may have ended already.
        let _ = TcpStream::connect(self.address);
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
        self.disconnect_all();
    }
}

/// What the sessions share with the relay's owner.
#[derive(Default)]
struct Shared {
    stopping: AtomicBool,
    connections: AtomicUsize,
    open: Mutex<Vec<TcpStream>>,
    faults: Mutex<HashMap<SmtpStage, SmtpFault>>,
    mails: Mutex<Vec<CaughtMail>>,
    arrived: Condvar,
}

impl Shared {
    fn fault_at(&self, stage: SmtpStage) -> Option<SmtpFault> {
        hold(&self.faults).get(&stage).cloned()
    }

    fn keep(&self, mail: CaughtMail) {
        hold(&self.mails).push(mail);
        self.arrived.notify_all();
    }
}

fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for client in listener.incoming() {
        if shared.stopping.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = client else { continue };
        shared.connections.fetch_add(1, Ordering::SeqCst);
        hold(&shared.open).extend(stream.try_clone());
        let shared = Arc::clone(shared);
        thread::spawn(move || serve(&stream, &shared));
    }
}

/// Serves one client until it or the relay hangs up, which is how every session ends.
fn serve(stream: &TcpStream, shared: &Shared) {
    let mut session = Session {
        reader: BufReader::new(stream),
        stream,
        shared,
        mail: CaughtMail::default(),
    };
    let _ = session.run();
    // The copy in `open` would hold the connection.
    let _ = stream.shutdown(Shutdown::Both);
}

struct Session<'a> {
    reader: BufReader<&'a TcpStream>,
    stream: &'a TcpStream,
    shared: &'a Shared,
    mail: CaughtMail,
}

impl Session<'_> {
    fn run(&mut self) -> io::Result<()> {
        self.answer(SmtpStage::Greeting, "220 catcher ESMTP")?;
        loop {
            let line = self.line()?;
            self.obey(String::from_utf8_lossy(&line).trim_end())?;
        }
    }

    fn obey(&mut self, command: &str) -> io::Result<()> {
        let (verb, rest) = command.split_once(' ').unwrap_or((command, ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => self.answer(SmtpStage::Hello, "250-catcher\r\n250 AUTH PLAIN"),
            "AUTH" => {
                self.mail.log_in = Some(rest.to_owned());
                self.answer(SmtpStage::LogIn, "235 welcome")
            }
            "MAIL" => {
                self.mail.from = path(rest);
                self.mail.to.clear();
                self.answer(SmtpStage::Sender, "250 go on")
            }
            "RCPT" => {
                self.mail.to.push(path(rest));
                self.answer(SmtpStage::Recipient, "250 go on")
            }
            "DATA" => self.data(),
            "NOOP" | "RSET" => self.say("250 done"),
            "QUIT" => self.say("221 bye").and(Err(hang_up())),
            _ => self.say("502 not known here"),
        }
    }

    fn data(&mut self) -> io::Result<()> {
        if self.refuses_at(SmtpStage::Data) {
            return self.answer(SmtpStage::Data, "");
        }
        self.answer(SmtpStage::Data, "354 until a single dot")?;
        self.mail.data = self.message()?;
        if !self.refuses_at(SmtpStage::Message) {
            self.shared.keep(self.mail.clone());
        }
        self.answer(SmtpStage::Message, "250 kept")
    }

    fn refuses_at(&self, stage: SmtpStage) -> bool {
        matches!(self.shared.fault_at(stage), Some(SmtpFault::Reply(_)))
    }

    fn message(&mut self) -> io::Result<Vec<u8>> {
        let mut message = Vec::new();
        loop {
            let line = self.line()?;
            if line == b".\r\n" {
                return Ok(message);
            }
            message.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
    }

    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        match self.reader.read_until(b'\n', &mut line)? {
            0 => Err(hang_up()),
            _ => Ok(line),
        }
    }

    /// Says the usual reply, or fails as it was told to.
    fn answer(&self, stage: SmtpStage, usual: &str) -> io::Result<()> {
        match self.shared.fault_at(stage) {
            None => self.say(usual),
            Some(SmtpFault::Reply(reply)) => self.say(&reply),
            Some(SmtpFault::HangUp) => Err(hang_up()),
            Some(SmtpFault::Delay(delay)) => {
                thread::sleep(delay);
                self.say(usual)
            }
        }
    }

    fn say(&self, reply: &str) -> io::Result<()> {
        let mut stream = self.stream;
        stream.write_all(format!("{reply}\r\n").as_bytes())
    }
}

fn hang_up() -> io::Error {
    io::Error::from(ErrorKind::ConnectionAborted)
}

/// The address in `FROM:<ada@example.com> BODY=8BITMIME`.
fn path(argument: &str) -> String {
    let inside = argument.split_once('<').map_or(argument, |(_, rest)| rest);
    inside.split('>').next().unwrap_or_default().to_owned()
}
