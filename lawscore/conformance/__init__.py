"""The conformance kit: cases as plain YAML that any implementation of the standard can run, and the runner of this one."""
