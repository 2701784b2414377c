package main

var ledgerOperations = []operation{}
