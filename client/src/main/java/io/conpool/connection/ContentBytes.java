package io.conpool.connection;

/**
 * Content where it has arrived, to be copied once to where it is to stay; what is not
 * copied is dropped. Confined to the connection's event loop.
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
