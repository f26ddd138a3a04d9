"""Short invented papers of every sort: what records a meeting, whatever it is called, and what does not."""

RECORDS = {
    "notes and actions in sections": """
        # Web Renewal Steering Group – Notes and actions
        # 3 May 2024
        Attendees: Rosa Lind (RL), Kofi Mensah (KM), Beth Young (BY), Tim Orr (TO)
        # 1. Moving the site
        KM gave an update. The freeze starts on 1 June.
        Actions:
        - KM to confirm hosting costs by 10 May
        - Publicity plan needed (TO)
        # 2. Budget
        Action - RL to speak to Finance about the underspend
    """,
    "team notes": """
        # Front desk team notes – Monday 4 March
        Here: Ann, Bo, Cy, Dee
        Rota: Bo is covering Friday. Ann to update the wall chart.
        Stock: Cy has ordered envelopes.
        Next time: 11 March
    """,
    "key points": """
        # Tenants' Panel: key points, 12 June 2023
        Present: Ann Kerr, Bo Lind, Cy Hart
        - The lift contract was discussed and members were unhappy with the delay.
        - Bo Lind to ask the landlord for a date.
    """,
    "action notes": """
        Harbour Operations Group
        Action notes 7 July 2022
        In attendance: A Kerr, B Lind, C Hart
        1. Dredging – start put back. BL to tell the yacht club.
        2. Lights – two bulbs out. CH to replace.
    """,
    "a call's notes": """
        Call with the heating contractor, 9 January 2024
        On the call: Ann Kerr, Bo Lind (Acme Heating)
        Bo explained that the pump had failed twice. A new part was ordered on Friday.
        Ann asked for a refund; Bo agreed to speak to his manager.
    """,
    "notes of a site visit": """
        Notes of site visit to Tarn Weir – 2 May 2023
        Present: Ann Kerr, Bo Lind, Cy Hart (Rivers Agency)
        The fish pass was inspected and found to be blocked. Cy agreed to arrange for it to be cleared.
    """,
    "a checkpoint": """
        # Project Heron – weekly checkpoint
        Date: 2 March 2023
        Attendees: Ada Cole, Ben Fry, Cy Dunn
        Decisions
        - Go-live stays on 1 June
        Action items
        - Ada Cole: update the risk log
    """,
    "a stand-up": """
        Stand-up 14 Nov
        Here: Priya, Tom, Wei
        Priya: finished the importer. Today: tests.
        Tom: blocked by access. Wei to chase IT.
    """,
    "a working group's discussion points": """
        Saltmarsh Working Group, 5 October 2020
        Attendees: J Kerr, P Lind, R Hart, S Fox
        Discussion
        Grazing should stop in winter. P Lind will draft a note to the farmers.
        Actions
        - PL: note to farmers
    """,
    "a debrief": """
        # Carnival debrief 2 September 2021
        Those present: Ann Kerr, Bo Lind, Cy Hart, Dee Fox
        What went well: the parade was on time. What did not: litter was left in the park.
        Dee will write to the caterers.
    """,
    "a one-to-one": """
        1:1 catch-up Ann Kerr / Bo Lind – 3 May 2024
        We went through the audit. Bo reported that two files were missing and agreed to look for them.
        Action: Bo to send the missing files by Friday
    """,
    "a summary of decisions with people": """
        Allotment Society Committee 8 March 2022
        Present: A Kerr (Chair), B Lind, C Hart   Apologies: D Fox
        Decisions
        Rents will stay as they are. The hedge is to be cut in September.
        To do
        B Lind: order the compost
    """,
    "a parish meeting in bullet points": """
        Westerby Annual Parish Meeting held on 4 May 2022 in the hall
        Chair: Ann Kerr. 14 electors attended.
        - Ann welcomed everybody.
        - The police officer reported three thefts.
        - Residents asked for a crossing and the Clerk undertook to write to the County.
    """,
    "a table with discussion and action": """
        Curriculum Team
        Date: 3 May 2024   Present: AK, BL, CH
        | Item | Discussion | Action |
        | Phonics | New books arrived and were shared out | BL to train assistants |
        | Trips | Farm visit booked | CH to write to parents |
    """,
    "a workshop's record": """
        # Vision workshop – record of discussion
        17 April 2023
        Participants: Ann Kerr, Bo Lind, Cy Hart, Dee Fox, Ed Moss
        Group 1 felt that the garden mattered most. Group 2 suggested a café. It was agreed to ask the members.
    """,
    "minutes whose subject is an agenda": """
        Minutes of the Agenda Planning Meeting, 3 June 2021
        Present: Ann Kerr, Bo Lind
        The agenda for July was agreed. Bo will invite the auditor.
    """,
    "minutes of a strategy group": """
        Transport Strategy Group
        Minutes of the meeting held on 3 June 2021
        Present: Ann Kerr, Bo Lind, Cy Hart
        The draft strategy was discussed. Cy agreed to amend chapter two.
    """,
    "a policy committee's notes": """
        # Policy and Resources Committee – meeting notes
        Wednesday 9 June 2021
        Attending: Ann Kerr, Bo Lind, Cy Hart
        The complaints policy was agreed. Cy to put it on the website.
    """,
    "a record in American": """
        Millpond Homeowners Board
        Meeting Summary 4/12/2022
        Board present: Carol Dunn, Steve Ortiz. Absent: Lynn Wood
        Motion to mow the verge passed 2-0. Steve will call the contractor.
    """,
    "a liaison meeting": """
        # Quarry liaison meeting
        Tuesday 3 May 2022, Village Hall
        Present: Ann Kerr (Quarry Manager), Bo Lind (Parish Council), Cy Hart (resident)
        Dust had been worse in April. Ann said that a sprayer had been hired.
        Action: Ann to send the readings
    """,
}

NO_RECORDS = {
    "an agenda with owners and times": """
        # Digital Board agenda – 4 June 2024
        Attendees: Ann Kerr, Bo Lind, Cy Hart, Dee Fox
        | Item | Lead | Time | Purpose |
        | 1. Welcome and apologies | AK | 10:00 | Note |
        | 2. Minutes and actions | AK | 10:05 | Approve |
        | 3. Risk register | BL | 10:15 | Discuss |
    """,
    "an agenda with actions asked for": """
        AGENDA
        Finance Committee, Tuesday 3 May 2022 at 7pm in the hall
        1. Apologies
        2. To approve the minutes of 5 April
        3. Budget – action: to agree the precept
        4. Date of next meeting
    """,
    "a report with an Actions heading": """
        Report to the Harbour Committee, 3 May 2022
        Author: Ann Kerr, Harbour Master
        1. Summary
        The pier is in poor repair. Costs have risen since 2019.
        2. Actions
        The Committee is asked to approve the repairs.
        3. Recommendations
        That officers seek three quotations.
    """,
    "a strategy": """
        Tarnford Cycling Strategy 2024-2030
        Our vision is of a town where anybody can cycle.
        Actions
        - We will build ten miles of lanes.
        - We will work with schools.
    """,
    "terms of reference with members": """
        Terms of Reference – Wetland Steering Group
        Members: Ann Kerr (Chair), Bo Lind, Cy Hart, Dee Fox
        The group meets quarterly. Minutes will be taken. Actions will be followed up by the Secretary.
    """,
    "a job description": """
        Job description: Parish Clerk
        Responsible to: the Council
        The Clerk will attend all meetings, take minutes and see that actions are carried out.
        Apologies and correspondence are dealt with by the Clerk.
    """,
    "a newsletter": """
        Westerby Village Newsletter – May 2023
        The Council met in April and agreed to mend the swings. Ann Kerr thanked the volunteers.
        Next meeting: 7 June. All welcome!
        Bo Lind is looking for people to help with the fete.
    """,
    "a consultation paper": """
        Consultation on parking charges
        We are asking for your views by 30 June 2023.
        Question 1: Do you agree that charges should rise?
        Respondents in 2021 suggested lower fees. The Cabinet considered these and asked for a review.
    """,
    "slides": """
        Programme update
        Steering group, May 2024
        Ann Kerr, Bo Lind
        Progress
        Risks
        Next steps
        Thank you – any questions?
    """,
    "a notice of meeting": """
        NOTICE IS HEREBY GIVEN that the Annual Meeting of Westerby Parish Council will be held on 9 May 2024
        All residents are invited to attend.
        Clerk: Ann Kerr
    """,
    "a contact list": """
        Contact list – Flood Wardens
        | Name | Role | Telephone |
        | Ann Kerr | Coordinator | 01234 567890 |
        | Bo Lind | Deputy | 01234 567891 |
        | Cy Hart | Warden | 01234 567892 |
    """,
    "a rota": """
        Tea rota May 2024
        | Date | Name |
        | 5 May | Ann Kerr |
        | 12 May | Bo Lind |
        | 19 May | Cy Hart |
    """,
    "a letter about a meeting": """
        Dear Councillor Lind
        Thank you for meeting us on 3 May. You kindly agreed to write to the Minister.
        We discussed the bridge and you said that you would visit.
        Yours sincerely, Ann Kerr
    """,
    "a press release": """
        PRESS RELEASE – 3 May 2024
        Council agrees new swimming pool
        Councillors agreed plans for a new pool at a meeting on Tuesday. Leader Ann Kerr welcomed the decision.
    """,
    "a guide to taking minutes": """
        Guide to taking minutes
        Write down who was present and who sent apologies. Note each action with an owner and a date.
        Example: "ACTION: Ann to book the hall."
    """,
    "a form": """
        Application form
        Name: Ann Kerr
        Date: 3 May 2024
        Present position: Clerk
        Signed:
    """,
    "a proposal": """
        Proposal for a community garden
        Prepared by Ann Kerr and Bo Lind, May 2024
        The committee agreed in March that the land could be used. We propose to plant an orchard.
        Actions: order trees, build beds, find volunteers.
    """,
    "a business case": """
        Business Case: New Boiler
        Sponsor: Ann Kerr. Author: Bo Lind. Date: 3 May 2024
        The boiler failed twice last winter and was repaired. The Board considered three options.
    """,
    "a seminar's programme": """
        Spring Seminar – programme
        Saturday 4 May 2024
        10.00 Welcome – Ann Kerr
        10.15 The river in winter – Bo Lind
        11.30 Discussion
        Speakers: Ann Kerr, Bo Lind, Cy Hart
    """,
    "an annual review": """
        Annual review of the Friends of Tarn Wood 2023
        Trustees: Ann Kerr, Bo Lind, Cy Hart, Dee Fox
        We held six meetings. Members cleared paths and planted hedges. The Trustees approved the accounts.
    """,
    "a risk register": """
        Risk register May 2024
        | Risk | Likelihood | Action | Owner |
        | Flood | High | Buy pumps | Ann Kerr |
        | Fire | Low | Test alarms | Bo Lind |
    """,
    "an email": """
        From: Ann Kerr
        To: Bo Lind; Cy Hart; Dee Fox
        Subject: Thursday
        Please can you send me your reports before the meeting. Cy, will you book the room?
    """,
    "notes to the accounts": """
        Tarn Wood Trust – Notes to the accounts 2023
        Trustees: Ann Kerr, Bo Lind, Cy Hart, Dee Fox
        Income
        Grants fell. Donations rose by a tenth.
        Next steps
    """,
    "an away day's invitation": """
        Staff away day – 3 May 2024
        Team members: Ann Kerr, Bo Lind, Cy Hart, Dee Fox
        Bring a packed lunch. We will meet at the station at nine.
    """,
}
