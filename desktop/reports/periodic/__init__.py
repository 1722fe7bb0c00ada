"""The paper of a periodic report: a letter with its annex of figures."""
