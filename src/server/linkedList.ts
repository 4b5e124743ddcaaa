/** What can be in a linked list, one at a time. The list sets these properties. */
export interface Linked<T> {
  previous: T | undefined;
  next: T | undefined;
}

/** Items in the order in which they were appended: to move one costs less than in a Set, which hashes it. */
export class LinkedList<T extends Linked<T>> {
  #first: T | undefined;
  #last: T | undefined;

  first(): T | undefined {
    return this.#first;
  }

  append(item: T): void {
    item.previous = this.#last;
    item.next = undefined;
    if (this.#last === undefined) this.#first = item;
    else this.#last.next = item;
    this.#last = item;
  }

  /** Takes out an item that is in this list. */
  remove(item: T): void {
    if (item.previous === undefined) this.#first = item.next;
    else item.previous.next = item.next;
    if (item.next === undefined) this.#last = item.previous;
    else item.next.previous = item.previous;
    // A connection that is closed would otherwise keep others in memory.
    item.previous = undefined;
    item.next = undefined;
  }
}
