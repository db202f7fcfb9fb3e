package io.conpool.test.autoconfigure.example;

import io.conpool.H2Client;

import org.springframework.stereotype.Service;

/**
 * Calls relative URIs by the default client.
 */
@Service
public class OrderService {

	private final H2Client client;

	OrderService(H2Client client) {
		this.client = client;
	}

	public String find(int id) {
		return this.client.get("/orders/" + id).bodyAsString();
	}

}
