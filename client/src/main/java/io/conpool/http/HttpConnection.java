package io.conpool.http;

/**
 * A connection over which requests can be exchanged for responses, whatever the version
 * of HTTP. The caller holds a lease of it for every exchange.
 */
public interface HttpConnection {

	/**
	 * Sends a request. It returns at once, from any thread.
	 * @param request what to send
	 * @param observer told how it goes, on the connection's event loop
	 * @return the way to end it early
	 */
	Exchange exchange(H2Request request, ExchangeObserver observer);

}
