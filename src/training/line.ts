import type { Letter, Mailbox } from './mailbox.js';

/** How messages of a kind are written as letters. */
export interface Script<Message> {
  /** Nothing for a message that is not. */
  write(message: Message): Letter | undefined;
  read(letter: Letter): Message;
}

/** What two processes say to each other, as far as it is written. */
export interface Letters<Request, Reply> {
  readonly requests: Script<Request>;
  readonly replies: Script<Reply>;
}

/** What goes through the port: messages, and a ring for who fell asleep while a letter was posted. */
export type Spoken<Message> = { readonly message: Message } | { readonly ring: true };

/**
 * One end of what two processes say to each other, in the order in which it was said: through a port that wakes who is asleep or, what can be written as a letter and finds the other
 * side watching, through a mailbox.
 */
export class Line<Out, In> {
  private box?: { readonly mailbox: Mailbox; readonly out: Script<Out>; readonly in: Script<In> };
  /** Of what went through the port: a letter is stamped with how much went before it. */
  private spoken = 0;
  private heard = 0;

  constructor(
    private readonly port: (spoken: Spoken<Out>) => void,
    private readonly deliver: (message: In) => void,
  ) {}

  /** Has letters go through a mailbox from now on. */
  attach(mailbox: Mailbox, out: Script<Out>, into: Script<In>): void {
    this.box = { mailbox, out, in: into };
  }

  /** Has all messages go through the port again, as the other side is gone. */
  detach(): void {
    this.box?.mailbox.close();
    this.box = undefined;
  }

  send(message: Out): void {
    const letter = this.box?.out.write(message);
    if (!letter || !this.box!.mailbox.post(letter, this.spoken)) this.speak({ message });
    else if (!this.box!.mailbox.isWatched()) this.speak({ ring: true });
  }

  /** Takes what came through the port. */
  hear(spoken: Spoken<In>): void {
    this.look();
    this.heard++;
    if ('message' in spoken) this.deliver(spoken.message);
    this.look();
  }

  /** Delivers a letter, if there is one. */
  look(): void {
    const letter = this.box?.mailbox.collect(this.heard);
    if (letter) this.deliver(this.box!.in.read(letter));
  }

  /** Says that this side looks for letters, or has stopped to. */
  watch(isWatching: boolean): void {
    this.box?.mailbox.watch(isWatching);
    if (!isWatching) this.look();
  }

  private speak(spoken: Spoken<Out>): void {
    this.spoken++;
    this.port(spoken);
  }
}
