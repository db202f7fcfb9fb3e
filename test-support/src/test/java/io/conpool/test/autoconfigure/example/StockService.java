package io.conpool.test.autoconfigure.example;

import io.conpool.H2Client;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/**
 * Calls relative URIs by a client with a name.
 */
@Service
public class StockService {

	private final H2Client client;

	StockService(@Qualifier("stock") H2Client client) {
		this.client = client;
	}

	public String count(String item) {
		return this.client.get("/items/" + item).bodyAsString();
	}

}
