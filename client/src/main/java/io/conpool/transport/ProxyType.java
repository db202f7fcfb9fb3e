package io.conpool.transport;

/**
 * How a proxy is asked for a tunnel.
 */
public enum ProxyType {

	/** HTTP CONNECT (RFC 9110 section 9.3.6), with Basic credentials if there are any. */
	HTTP,

	/** SOCKS 5 (RFC 1928), with user name and password (RFC 1929) if there are any. */
	SOCKS5

}
