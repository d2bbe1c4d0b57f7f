# Sourced by the scripts beside it: `ready_venv FILE…` makes .venv hold exactly what those requirement files pin.
# Nothing is installed while neither they nor Python have changed; an interrupted installation is done again.

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

# The folder named by DATA_DIR is meant from where the command was given.
[ -z "${DATA_DIR:-}" ] || DATA_DIR=$(realpath -m -- "$DATA_DIR")
export DATA_DIR
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
stamp=.venv/.installed

find_python() {
    local name
    for name in python3.11 python3 python3.12 python3.13; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$name
            return
        fi
    done
    fail "Cần Python 3.11 trở lên: xin cài gói python3 (ví dụ: apt-get install python3 python3-venv) rồi chạy lại."
}

# Prints what an installation of these files with this Python amounts to.
wanted() {
    .venv/bin/python -V
    sha256sum "$@"
}

is_installed() {
    [ -x .venv/bin/python ] && [ -f $stamp ] && ! wanted "$@" | grep -qvxFf $stamp
}

ready_venv() {
    exec 9<requirements.txt
    flock 9 # another script may be installing
    if ! is_installed "$@"; then
        find_python
        "$python" -c 'import ensurepip, venv' 2>/dev/null ||
            fail "Python thiếu mô-đun venv: xin cài gói python3-venv (ví dụ: apt-get install python3-venv) rồi chạy lại."
        echo "Đang cài các gói phần mềm vào .venv, lần đầu mất khoảng một phút…" >&2
        rm -f $stamp
        .venv/bin/python -m pip --version >/dev/null 2>&1 || "$python" -m venv --clear .venv ||
            fail "Không tạo được thư mục .venv: xem thông báo ở trên."
        # The last file holds all that the ones before it hold, and names every package: nothing is left to resolve,
        # which an older pip would do by looking at releases that are newer than the pinned ones.
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --require-hashes \
            -r "${!#}" ||
            fail "Không cài được các gói phần mềm: xem thông báo ở trên, kiểm tra kết nối mạng rồi chạy lại."
        wanted "$@" >$stamp
    fi
    exec 9<&-
}
