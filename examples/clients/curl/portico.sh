#!/bin/sh
# A client of Portico in a POSIX shell and curl. It keeps one session in a file and adopts renewed tokens.
#
#   portico.sh log-in http://127.0.0.1:8000 ada     the password comes from the terminal or from stdin
#   portico.sh GET /items/                          any method, any path below /api/v1
#   portico.sh POST /items/ '{"title": "Lantern"}'  with a body of JSON
#   portico.sh log-out
#
# Replies go to stdout; a status of 400 or more makes the exit code 1. PORTICO_SESSION names another file than
# ~/.portico-session. Tokens and passwords never are arguments: every user of the machine can see those.
set -eu
umask 077

store=${PORTICO_SESSION:-$HOME/.portico-session}
work=$(mktemp -d)
clean() {
    rm -rf "$work"
    [ ! -t 0 ] || stty echo
}
trap clean EXIT
trap 'exit 1' HUP INT TERM

# The session: four lines with the server, the session's id, the expiry of the token, and the token.
load() {
    [ -f "$store" ] || { echo "nobody is logged in: portico.sh log-in URL IDENTIFIER" >&2; exit 1; }
    { read -r base && read -r id && read -r until && read -r token; } <"$store"
}

# Puts a whole file in the place of the old one, so that nobody ever reads half of it.
keep() {
    printf '%s\n' "$base" "$id" "$1" "$2" >"$work/session"
    cp "$work/session" "$store.$$" && mv "$store.$$" "$store"
}

# Picks a text field out of the JSON on stdin, or a field out of the last reply's head.
json() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }
header() { tr -d '\r' <"$work/head" | awk -v name="$1:" 'tolower($1) == name { print $2 }'; }

# Sends a request and leaves its reply in $work; the body comes from the file that is the third argument.
send() {
    set -- --request "$1" "$base/api/v1$2" ${3:+--header 'Content-Type: application/json' --data-binary "@$3"}
    status=$(curl --silent --show-error --max-time 30 --header "@$work/authorization" \
        --dump-header "$work/head" --output "$work/reply" --write-out '%{http_code}' "$@")
}

# Another process may have adopted a newer token, or logged in anew, while the request was under way.
adopt() {
    new_token=$(header x-access-token) new_until=$(header x-access-token-expires-at) sent_id=$id sent=$token
    [ -f "$store" ] || return 0
    load
    [ "$id" = "$sent_id" ] || return 0
    newest=$(printf '%s\n' "$until" "$new_until" | LC_ALL=C sort | tail -n 1)
    if [ -n "$new_token" ] && [ "$newest" != "$until" ]; then
        keep "$new_until" "$new_token"
    elif [ "$status" = 401 ] && [ "$token" = "$sent" ]; then
        rm -f "$store"
    fi
}

# A request with the stored token. After a 401 it is repeated if there is a newer one by now.
request() {
    load
    printf 'Authorization: Bearer %s\n' "$token" >"$work/authorization"
    send "$@"
    adopt
    if [ "$status" = 401 ] && [ -f "$store" ] && [ "$id" = "$sent_id" ] && [ "$token" != "$sent" ]; then
        request "$@"
    fi
}

answer() {
    cat "$work/reply" 2>/dev/null || :
    [ "$status" -lt 400 ]
}

# JSON wants quotes and backslashes escaped; a password of one line holds no other character that JSON minds.
quoted() { sed 's/[\\"]/\\&/g'; }

log_in() {
    base=${1%/} identifier=$2
    [ ! -t 0 ] || { printf 'Password: ' >&2; stty -echo; }
    IFS= read -r password || [ -n "$password" ]
    printf '{"identifier": "%s", "password": "%s"}' "$(printf %s "$identifier" | quoted)" \
        "$(printf %s "$password" | quoted)" >"$work/body"
    : >"$work/authorization"
    send POST /auth/login "$work/body"
    answer >"$work/logged-in" || { cat "$work/logged-in" >&2; exit 1; }
    id=$(json session_id <"$work/logged-in")
    keep "$(json expires_at <"$work/logged-in")" "$(json access_token <"$work/logged-in")"
}

case "${1:-}" in
    log-in)
        log_in "${2:?a URL}" "${3:?an address or a username}"
        ;;
    log-out)
        request POST /auth/logout
        rm -f "$store"
        answer
        ;;
    GET | POST | PUT | PATCH | DELETE)
        [ -z "${3:-}" ] || printf '%s' "$3" >"$work/body"
        request "$1" "${2:?a path below /api/v1}" "${3:+$work/body}"
        answer
        ;;
    *)
        sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$0" >&2
        exit 2
        ;;
esac
