"""Published indices computed again by lawscore, value by value: one module for each index.

Each has a `replay(truth)` that reads the inputs of the publisher from the folder `truth`, scores them by the rubrics
beside this package, and counts how many of the published values came out the same.
"""
