package io.conpool.http;

/**
 * Content in the buffer of a connection. It is copied once, to where it is to stay; what
 * is not copied during the call that hands it over is dropped. Confined to the
 * connection's event loop.
 */
@FunctionalInterface
public interface ContentBytes {

	/**
	 * Copies the next bytes.
	 * @param into where to
	 * @param from the index of the first one there
	 * @param length how many
	 */
	void read(byte[] into, int from, int length);

}
