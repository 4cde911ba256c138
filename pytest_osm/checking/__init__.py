"""From rules and facts to findings, and from findings to pass or fail."""
