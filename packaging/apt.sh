# shellcheck shell=sh
# For the scripts beside it: installs Debian or Ubuntu packages where it may, and says what to install where it may not.

# install_packages PACKAGE... : 0 installed; 1 not allowed or no apt here, after saying what to install
install_packages() {
    if ! command -v apt-get >/dev/null; then
        echo "Please install what your system calls these Debian packages: $*" >&2
        return 1
    fi
    if [ "$(id -u)" = 0 ]; then
        as_root=""
    elif sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        echo "Please install: sudo apt-get install $*" >&2
        return 1
    fi
    echo "Installing $*"
    if said=$({ $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends "$@"; } 2>&1); then
        return 0
    fi
    printf '%s\n' "$said" "apt-get could not install them. Please install: sudo apt-get install $*" >&2
    return 1
}
