"""What is known about a navigation profile, and the subjects that rules look at.

May import model and language; never readers, and never rules.
"""
