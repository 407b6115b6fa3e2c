"""Whether a record is authentic: yes or no, and nothing else."""
