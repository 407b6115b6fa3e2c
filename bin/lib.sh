# Shared by the other scripts of this folder: POSIX sh, sourced from the project's root.

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 2; }

# install_packages WHY PACKAGE...: through apt where we may, else print the command to type and fail.
install_packages() {
    why=$1; shift
    if command -v apt-get >/dev/null 2>&1; then
        if [ "$(id -u)" = 0 ]; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo"; else as_root=no; fi
        if [ "$as_root" != no ]; then
            say "installing $* ($why)"
            $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null 2>&1 || true
            if $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
            then return 0; fi
        fi
    fi
    say "missing: $why. Type this once, then start again:"
    say "    sudo apt-get install $*"
    return 1
}

find_python() {
    for candidate in ${YUNGHAP_PYTHON:-} python3.13 python3.12 python3.11 python3; do
        if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c \
            'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
        then printf '%s' "$candidate"; return 0; fi
    done
    return 1
}
